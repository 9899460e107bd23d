"""Stand-ins: error pages, consents, checks and shells are told or refused, and releases about such things are not."""

from __future__ import annotations

import pytest

from archiver.errors import NoParagraphs
from archiver.release import read_release

ADDRESS = "https://press.harbours.example/news/17.html"


def page(title: str, *paragraphs: str, heading: str | None = None, more: str = "") -> bytes:
    said = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    h1 = f"<h1>{title if heading is None else heading}</h1>" if heading != "" else ""
    return f"<html><head><title>{title}</title></head><body>{more}<main>{h1}{said}</main></body></html>".encode()


@pytest.mark.parametrize(
    "data",
    [
        page("404", "We looked on every shelf of the harbour and it is not there.", heading="Oh dear"),
        page("Page not found | Port of Halden", "Use the search or go back to the front page of the port authority."),
        page("Port of Halden", "The page you requested does not exist or has been removed from our site.", heading=""),
        page("Sorry, that page doesn’t exist", "Perhaps it sailed. Try the list of all our releases instead."),
        page("This page isn't available | Port", "The link may be broken, or the page may have been taken away."),
        page("Votre session a expiré", "Revenez à l’accueil du port et recommencez votre recherche de communiqués."),
        page("Page introuvable - Port de Saint-Aubin", "Vérifiez l’adresse, ou revenez à l’accueil du site du port."),
        page("Erreur 404", "Nous sommes désolés, mais rien ne se trouve à cette adresse sur notre site."),
        page("Port", "La page que vous demandez n’existe plus ou a été déplacée. Utilisez la recherche.", heading=""),
        page("Seite nicht gefunden", "Bitte prüfen Sie die Adresse oder gehen Sie zurück zur Startseite des Hafens."),
        page("Hafen", "Die von Ihnen gewünschte Seite konnte leider nicht gefunden werden.", heading="Hoppla"),
        page("Página no encontrada :: Puerto", "Compruebe la dirección o vuelva a la página de inicio del puerto."),
        page("Pagina niet gevonden", "Controleer het adres of ga terug naar de voorpagina van de haven."),
        page("Page not found", "Go back.", more="<div>" + "<p>The ports and their harbours</p>" * 80 + "</div>"),
    ],
)
def test_an_error_page_is_told(data: bytes) -> None:
    assert any(doubt.startswith("looks like an error page: ") for doubt in read_release(data, None, ADDRESS).doubts)


@pytest.mark.parametrize(
    "data",
    [
        page("Before you continue to Halden", "We use data to keep the site safe and to count our visitors every day."),
        page("Halden", "We and our partners use cookies to measure how the site is read and to show advertising."),
        page("We value your privacy", "Choose what may be stored on your machine, and come back whenever you like."),
        page("Avant de continuer", "Nous mesurons l’audience du site pour l’améliorer ; vous pouvez le refuser."),
        page("Halden", "Nous utilisons, avec nos partenaires, des cookies pour mesurer l’audience de ce site."),
        page("Votre vie privée", "Choisissez ce qui peut être conservé sur votre machine avant de poursuivre."),
        page("Bevor Sie fortfahren", "Wir messen, wie die Seite gelesen wird, und Sie können das ablehnen."),
        page("Antes de continuar", "Medimos cómo se lee el sitio para mejorarlo; usted puede rechazarlo."),
        page("Voordat je verdergaat", "Wij meten hoe de site wordt gelezen, en dat kunt u weigeren."),
    ],
)
def test_a_consent_page_is_told(data: bytes) -> None:
    assert any(doubt.startswith("looks like a consent page: ") for doubt in read_release(data, None, ADDRESS).doubts)


@pytest.mark.parametrize(
    "data",
    [
        page("Log in | Press room of Halden", "Enter the name and the password that the press office has given you."),
        page("Press room", "You must be logged in to read this release.", "Forgot your password?", heading=""),
        page("Connexion - Espace presse", "Indiquez le nom et le mot de passe que le service de presse vous a donnés."),
        page("Espace presse", "Vous devez vous connecter pour lire ce communiqué.", heading=""),
        page("Anmeldung", "Geben Sie den Namen und das Kennwort ein, die Sie von uns erhalten haben."),
        page("Sala de prensa", "Para leer este comunicado debe iniciar sesión en la sala de prensa.", heading=""),
        page("Inloggen", "Vul de naam en het wachtwoord in die u van de persdienst hebt gekregen."),
    ],
)
def test_a_login_page_is_told(data: bytes) -> None:
    assert any(doubt.startswith("looks like a login page: ") for doubt in read_release(data, None, ADDRESS).doubts)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (page("halden.example is for sale", "This domain may be for sale. Make an offer today."), "a parked domain"),
        (
            page("halden.example", "Ce nom de domaine est à vendre. Faites une offre dès aujourd’hui."),
            "a parked domain",
        ),
        (page("halden.example", "Diese Domain steht zum Verkauf. Machen Sie uns ein Angebot."), "a parked domain"),
        (page("Just a moment...", "press.harbours.example needs to review your connection first."), "a check"),
        (page("Port", "Please verify that you are human before we show you this page.", heading=""), "a check"),
        (page("Access Denied", "You don't have permission to access this on this server.", "Reference #18"), "a check"),
        (page("Un instant…", "Vérification de la sécurité de votre connexion, veuillez patienter."), "a check"),
        (page("Accès refusé", "Votre adresse a été bloquée par le pare-feu du port."), "a check"),
        (page("Nur einen Moment…", "Wir prüfen Ihre Verbindung, bevor es weitergeht."), "a check"),
        (page("Port", "Confirme que usted no es un robot para seguir leyendo esta página."), "a check"),
        (page("Even geduld a.u.b.", "Uw verbinding wordt gecontroleerd voordat u verder kunt."), "a check"),
        (page("Port", "You need to enable JavaScript to run this app.", heading=""), "an empty shell"),
        (
            b"<html><body><noscript>Please turn on JavaScript in your browser.</noscript><div id=r></div>",
            "an empty shell",
        ),
        (
            page("Port", "Veuillez activer JavaScript pour afficher les communiqués du port.", heading=""),
            "an empty shell",
        ),
        (
            page("Port", "Bitte aktivieren Sie JavaScript, um diese Anwendung zu benutzen.", heading=""),
            "an empty shell",
        ),
    ],
)
def test_what_has_no_text_at_all_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(NoParagraphs, match=f"the page is {kind}.*; open it with a browser, save it there"):
        read_release(data, None, ADDRESS)


@pytest.mark.parametrize(
    "data",
    [
        page("Ship not found after the storm", "The coast guard looked for the ship all night, and found nothing."),
        page("Asylum request rejected by the harbour court", "The court said on Monday that it saw no reason for it."),
        page("New security check at the ferry port", "From Monday, every bag is looked at before it comes on board."),
        page("Press release - 404", "The ministers agreed that every quay will be lit at night, as the pilots asked."),
        page(
            "Regulator fines two shops over cookies", "The shops stored them before anybody had agreed to it, it found."
        ),
        page("Access to ports denied to three ships", "The three ships may not enter any port of the union, it said."),
        page(
            "Le port refuse l’accès à trois navires", "Les trois navires ne peuvent entrer dans aucun port de l’Union."
        ),
        page("Deux boutiques sanctionnées pour leurs cookies", "L’autorité reproche aux deux boutiques leur silence."),
        page("Parliament votes on sale of the harbour's domain", "The house voted on Monday, and the sale is off."),
        page("Ports warn of stolen passwords", "Whoever has used the same password twice should change it, they said."),
        page(
            "Les ports alertent sur les mots de passe", "Les ministres invitent chacun à changer le sien sans tarder."
        ),
        page(
            "Contact",
            "Ministers met on Monday in the port of Halden.",
            "This email address is being protected from spambots. You need JavaScript enabled to view it.",
        ),
    ],
)
def test_a_release_about_such_things_is_read(data: bytes) -> None:
    assert not any("looks like" in doubt for doubt in read_release(data, None, ADDRESS).doubts)


def test_a_cookie_banner_beside_a_text_says_nothing_about_it() -> None:
    banner = "<div><h2>We use cookies</h2><p>We use cookies to count our visitors. Accept all cookies?</p></div>"
    text = "The ministers met on Monday in the port and agreed that every quay will be lit at night. " * 6
    found = read_release(page("Statement of the harbour ministers", text, more=banner), None, ADDRESS)
    assert not any("looks like" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (
            b"<html><head><title>Port</title></head><frameset cols='20%,80%'><frame src='menu.htm'>"
            b'<frame name="main" src="texte.htm"></frameset></html>',
            "it is made of frames; give the address of the one that has the text: "
            "https://press.harbours.example/news/menu.htm, https://press.harbours.example/news/texte.htm",
        ),
        (
            b"<html><head><title>Port</title></head><body><div id='app'></div><script src='/app.js'></script></body>",
            "it may say nothing until its scripts have run: open it with a browser, save it there",
        ),
    ],
)
def test_a_page_without_words_says_what_to_do(data: bytes, hint: str) -> None:
    with pytest.raises(NoParagraphs) as told:
        read_release(data, None, ADDRESS)
    assert hint in (told.value.hint or "")
