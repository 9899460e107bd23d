"""Stand-ins: what servers send with a good conscience where there is no page: errors, consents, checks, empty shells.

A page that says "Page not found" and is answered with 200 is no release, and neither is one that asks to agree to
cookies, for a password, or whether the reader is human, or that offers its domain for sale. What may have a text of its
own all the same is told as a doubt; what cannot is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archiver.release.blocks import PageLines, resolve

BY_BROWSER = "open it with a browser, save it there, and give the file with --url ADDRESS"
_MOST_WORDS = 1500  # code points of a page that says nothing but why there is none
_MOST_SPOKEN = 600  # code points of sentences on a page that has none but these
_LONGEST_NAME = 200  # code points of a title with the name of the site
_LONGEST_TITLE = 10  # words
_FEWEST_SPOKEN = 5  # words of a line that says something; menus and buttons are shorter
_FRAMES_TOLD = 4
_LONGEST_BUTTON = 40  # code points, where words are not divided by blanks
_ABOUT_MAIL = re.compile(r"spam|mail|correo|courriel", re.IGNORECASE)  # an address that only scripts show
_SITE = re.compile(r"\s+(?:[|–—·:-]|::)\s+|\s*[|»]\s*")


def _phrases(text: str) -> re.Pattern[str]:
    """Phrases on lines and between slashes, in small letters; an ellipsis stands for up to eight words."""
    phrases = (" ".join(phrase.split()) for line in text.splitlines() for phrase in line.split("/") if phrase.strip())
    return re.compile("|".join(re.escape(phrase).replace(r"\ …\ ", r"(?:\ \w+){0,8}\ ") for phrase in phrases))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of stand-in, and what tells it.

    name: for people
    titles: phrases that are a title by themselves
    in_titles, in_text: phrases that stand in a title, or in most of what the page says; their last word may go on
    refused: whether such a page has nothing else to say
    surrounded: whether long menus and the like stand around it, so that its title is enough
    """

    name: str
    titles: re.Pattern[str]
    in_titles: re.Pattern[str]
    in_text: re.Pattern[str]
    refused: bool = False
    surrounded: bool = False


_KINDS = (
    _Kind(
        "an empty shell without JavaScript",
        titles=_phrases("javascript required / javascript is disabled / javascript requis / javascript erforderlich"),
        in_titles=_phrases("enable javascript / activer javascript / javascript aktivieren"),
        in_text=_phrases("""
            enable javascript / turn on javascript / requires javascript / needs javascript / without javascript
            javascript is … required / javascript is … disabled / javascript is not enabled
            javascript must be enabled
            javascript is not available / javascript is not supported
            activer javascript / activez javascript / sans javascript / nécessite … javascript
            javascript est … désactivé / javascript est … requis / javascript est … nécessaire
            javascript doit être activé / javascript n est pas activé / javascript n est pas disponible
            javascript aktivieren / aktivieren sie … javascript / ohne javascript / benötigt … javascript
            javascript ist … deaktiviert / javascript ist … erforderlich / javascript muss aktiviert
            activar javascript / active javascript / habilite javascript / habilitar javascript
            requiere javascript
            necesita … javascript / javascript está … desactivado / javascript está … deshabilitado
            schakel javascript / javascript in te schakelen / zonder javascript / javascript is … uitgeschakeld
            javascript is … vereist
        """),
        refused=True,
    ),
    _Kind(
        "a check whether the reader is human",
        titles=_phrases("""
            just a moment / just a second / one moment / one moment please / one more step / please wait
            captcha
            security check / security check required / human verification / bot verification / browser check
            request blocked / request rejected / request unsuccessful / the request is blocked
            access denied / access forbidden / forbidden / 403 forbidden / attention required / robot check
            ddos guard
            vérification de sécurité / contrôle de sécurité / vérification de votre navigateur
            un instant / un instant s il vous plaît / un moment / veuillez patienter / accès refusé
            accès interdit
            sicherheitsüberprüfung / sicherheitsprüfung / sicherheitsabfrage
            einen moment / nur einen moment / einen moment bitte / bitte warten / zugriff verweigert
            comprobación de seguridad / verificación de seguridad / control de seguridad
            un momento / espere un momento / espere por favor / acceso denegado / acceso prohibido
            beveiligingscontrole / veiligheidscontrole
            een ogenblik geduld / een moment geduld / even geduld / even geduld a u b / toegang geweigerd
        """),
        in_titles=_phrases("""
            checking your browser / verify you are human / verifying you are human / are you a robot
            are you human
            pardon our interruption / you have been blocked / êtes vous un robot / sind sie ein roboter
            sind sie ein mensch / eres un robot / es usted un robot / bent u een robot / ben je een robot
        """),
        in_text=_phrases("""
            verify … you are human / verify … you are a human / verify … you are not a robot
            verifying you are human
            confirm … you are human / prove … you are human / prove … you are not a robot
            checking your browser
            checking if the site connection is secure / security of your connection / unusual traffic from your
            javascript and cookies to continue / complete the security check / solve the captcha
            you don t have permission to access / you do not have permission to access
            your ip … has been blocked
            your request … has been blocked / request unsuccessful incapsula
            vérifier que vous êtes / vérifions que vous êtes / vérifiez que vous êtes / vous n êtes pas un robot
            sécurité de votre connexion / vérification de votre navigateur / vérifions votre navigateur
            javascript et les cookies pour continuer / trafic inhabituel … de votre
            n avez pas l autorisation d accéder
            dass sie kein roboter / dass sie ein mensch / ob sie ein mensch / sicherheit ihrer verbindung
            ihr browser wird überprüft / überprüfen ihren browser / ungewöhnlichen datenverkehr … ihrem
            javascript und cookies … fortzufahren
            no es un robot / no eres un robot / que es humano / que eres humano / que usted es humano
            seguridad de su conexión / seguridad de tu conexión / comprobando su navegador
            tráfico inusual … de su
            geen robot bent / een mens bent / beveiliging van uw verbinding / ongebruikelijk verkeer … uw
        """),
        refused=True,
    ),
    _Kind(
        "an error page",
        titles=_phrases("""
            nothing found / nothing was found / session expired / your session has expired / votre session a expiré
            session expirée / aucun résultat / rien n a été trouvé / ihre sitzung ist abgelaufen / sitzung abgelaufen
            la sesión ha caducado / su sesión ha expirado / sessie verlopen / uw sessie is verlopen
            404 / not found / 404 not found / error / an error occurred / an error has occurred
            internal server error / server error / 500 internal server error / bad gateway / 502 bad gateway
            service unavailable / service temporarily unavailable / 503 service unavailable / under maintenance
            erreur / une erreur est survenue / une erreur s est produite / service indisponible
            site en maintenance
            introuvable / fehler / ein fehler ist aufgetreten / wartungsarbeiten / nicht gefunden
            se ha producido un error / ha ocurrido un error / no encontrado / er is een fout opgetreden
            niet gevonden
        """),
        in_titles=_phrases("""
            error 404 / 404 error / http 404 / erreur 404 / 404 erreur / fehler 404 / fout 404 / 404 page
            page … not found / page … cannot be found / page … could not be found / page … can t be found
            page … couldn t be found / page … doesn t exist / page … does not exist / page … no longer exist
            page … no longer available / file not found / document not found / content not found
            article not found
            find that page / find the page / find this page / page unavailable / page … isn t available
            page … is not available / page … has been removed / page … was removed
            page … introuvable / page … non trouvée / page … inexistante / page … n existe
            page … n a pas été trouvée
            page … n est plus disponible / document introuvable / contenu introuvable / article introuvable
            seite … nicht gefunden / seite … existiert nicht / seite … nicht vorhanden / seite … nicht verfügbar
            seite … nicht mehr / dokument nicht gefunden / inhalt nicht gefunden
            página … no encontrada / página … no existe / página … no disponible / no se encontró la página
            no se ha encontrado la página / página … no se encuentra / contenido no encontrado
            pagina … niet gevonden / pagina … bestaat niet / pagina … niet beschikbaar / document niet gevonden
        """),
        in_text=_phrases("""
            page … could not be found / page … cannot be found / page … can t be found
            page … couldn t be found
            page … was not found / page … has not been found / page … does not exist / page … doesn t exist
            page … no longer exist / page … no longer available / could not find … page / couldn t find … page
            can t find … page / cannot find … page / the requested url was not found
            the requested url … not found
            page … est introuvable / page … n existe pas / page … n existe plus / page … n a pas été trouvée
            page … n a pas pu être trouvée / page … n est plus disponible / page … n est pas disponible
            seite … nicht gefunden / seite … existiert nicht / seite … nicht mehr / seite … nicht verfügbar
            página … no existe / página … no se encuentra / página … no ha sido encontrada / encontrar la página
            página … no está disponible / página … ya no existe
            pagina … niet gevonden / pagina … bestaat niet / pagina … niet meer / pagina … niet beschikbaar
        """),
        surrounded=True,
    ),
    _Kind(
        "a consent page",
        titles=_phrases("""
            before you continue / cookies / cookie consent / cookie settings / cookie preferences
            cookie notice
            consent / manage consent / privacy settings / privacy preferences / your privacy
            your privacy choices
            avant de continuer / avant de poursuivre / gestion des cookies / gérer les cookies
            paramètres des cookies
            gestion du consentement / votre consentement / votre vie privée / vos choix
            paramètres de confidentialité
            bevor sie fortfahren / cookie einstellungen / datenschutzeinstellungen / ihre privatsphäre
            einwilligung
            ihre einwilligung / zustimmung / privatsphäre einstellungen
            antes de continuar / configuración de cookies / configuración de privacidad
            su privacidad / tu privacidad / uw privacy / je privacy
            voordat u verdergaat / voordat je verdergaat / cookie instellingen / cookievoorkeuren
        """),
        in_titles=_phrases("""
            before you continue to / value your privacy / respect your privacy / care about your privacy
            your privacy matters / your privacy is important / we use cookies / site uses cookies
            website uses cookies
            avant de continuer vers / avant d accéder / respectons votre vie privée
            respect de votre vie privée
            votre vie privée est / nous utilisons des cookies / site utilise des cookies
            continuer sans accepter
            bevor sie zu / bevor sie weiter / ihre privatsphäre ist / respektieren ihre privatsphäre
            schätzen ihre privatsphäre / wir verwenden cookies / wir nutzen cookies / website verwendet cookies
            antes de continuar a / antes de ir a / valoramos su privacidad / valoramos tu privacidad
            utilizamos cookies / usamos cookies / su privacidad es / tu privacidad es
            voordat u doorgaat / voordat je doorgaat / voordat u verder / voordat je verder / hechten waarde aan
            respecteren uw privacy / respecteren je privacy / gebruiken cookies / gebruikt cookies
        """),
        in_text=_phrases("""
            we use … cookies / partners use … cookies / website uses … cookies / site uses … cookies
            partners store / accept all cookies / reject all cookies / withdraw your consent
            nous utilisons … cookies / partenaires utilis / site utilise … cookies / nous déposons … cookies
            accepter tous les cookies / accepter les cookies / refuser les cookies
            retirer votre consentement / nos partenaires stock
            wir verwenden … cookies / wir nutzen … cookies / verwenden wir … cookies / nutzen wir … cookies
            website verwendet … cookies / alle cookies akzeptieren / cookies akzeptieren / cookies ablehnen
            ihre einwilligung
            utilizamos … cookies / usamos … cookies / sitio utiliza … cookies / aceptar todas las cookies
            rechazar las cookies
            aceptar cookies / retirar su consentimiento
            wij gebruiken … cookies / we gebruiken … cookies / gebruiken wij … cookies / gebruiken we … cookies
            website gebruikt … cookies / alle cookies accepteren / cookies weigeren / uw toestemming
        """),
    ),
    _Kind(
        "a login page",
        titles=_phrases("""
            log in / login / sign in / member login / members only / log in to your account / sign in to your account
            authentication required / authorization required / login required / unauthorized / 401 unauthorized
            connexion / se connecter / identification / authentification / authentification requise / espace membres
            accès réservé / accès membres
            anmelden / anmeldung / einloggen / anmeldung erforderlich / iniciar sesión
            inicio de sesión / identifíquese / inloggen / aanmelden
        """),
        in_titles=_phrases("""
            please log in / please sign in / log in to continue / sign in to continue / login to continue
            veuillez vous connecter / veuillez vous identifier / connectez vous pour
            bitte melden sie sich / bitte loggen sie sich / inicie sesión para / log in om / meld u aan
        """),
        in_text=_phrases("""
            must be logged in / must log in / must sign in / need to log in / need to sign in / have to log in
            please log in / please sign in / log in to continue / sign in to continue / log in to view / log in to read
            enter your username / forgot your password / forgot password / forgotten your password
            vous devez être connecté / vous devez vous connecter / vous devez vous identifier / veuillez vous connecter
            veuillez vous identifier / connectez vous pour / identifiez vous pour / réservé aux membres
            saisissez votre identifiant / mot de passe oublié
            müssen angemeldet sein / müssen sich anmelden / bitte melden sie sich / bitte loggen sie sich
            passwort vergessen / debe iniciar sesión / inicie sesión / olvidado su contraseña / olvidó su contraseña
            moet ingelogd zijn / moet inloggen / log in om / meld u aan / wachtwoord vergeten
        """),
    ),
    _Kind(
        "a parked domain",
        titles=_phrases("""
            domain for sale / domain name for sale / parked domain / domain parked / domain parking / domain expired
            account suspended / nom de domaine à vendre / domaine à vendre / domaine expiré / compte suspendu
            domain zu verkaufen / dominio en venta / dominio a la venta / domein te koop
        """),
        in_titles=_phrases("""
            domain is for sale / domain may be for sale / domain name is for sale / domain is parked
            domain has expired / domaine est à vendre / domaine est en vente / domaine a expiré
            domain steht zum verkauf / dominio está en venta / dominio está a la venta / domein is te koop
            domeinnaam is te koop
        """),
        in_text=_phrases("""
            domain is for sale / domain may be for sale / domain name is for sale / buy this domain / domain is parked
            domain has expired / domain name has expired / inquire about this domain / site is parked
            account has been suspended
            domaine est à vendre / domaine est en vente / acheter ce domaine / domaine a expiré / domaine est parqué
            compte a été suspendu
            domain steht zum verkauf / domain … zu verkaufen / diese domain kaufen / domain ist geparkt
            dominio está en venta / dominio está a la venta / comprar este dominio / dominio ha caducado
            domein is te koop / domeinnaam is te koop / koop dit domein / domein is verlopen
        """),
        refused=True,
    ),
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a page stands for another with.

    kind: for people (``an error page``)
    said: the words that told it
    refused: whether there is nothing else on it that could be read
    """

    kind: str
    said: str
    refused: bool


def stand_in(page: PageLines) -> StandIn | None:
    """What a page is if it only stands for another; None for one that is to be read."""
    lines = [block.text for block in page.blocks if any(map(str.isalnum, block.text))]
    heads = [block.text for block in page.blocks if block.role == "title"][:1]
    names = [name for name in (page.window, page.headline, *heads) if name]
    short = sum(map(len, lines)) <= _MOST_WORDS
    for kind in _KINDS:
        said = _in_titles(names, kind) if short or kind.surrounded else None
        said = said or (_in_text(lines, kind) if short else None)
        if said:
            return StandIn(kind.name, said, kind.refused)
    return None


def without_text(text: str, url: str | None = None) -> str | None:
    """What to do about an HTML page that says nothing: None where nothing but the page itself is to blame."""
    if frames := re.findall(r"<frame\b[^<>]{0,500}?\bsrc\s*=\s*[\"']?([^\"'<>\s]+)", text, re.IGNORECASE):
        told = ", ".join(resolve(url, frame) for frame in dict.fromkeys(frames[:_FRAMES_TOLD]))
        return f"it is made of frames; give the address of the one that has the text: {told}"
    return f"it may say nothing until its scripts have run: {BY_BROWSER}" if "<script" in text.lower() else None


def _in_titles(names: list[str], kind: _Kind) -> str | None:
    """The title that is nothing but a phrase, beside the name of the site, or is short and has one in it."""
    for name in (name for name in names if len(name) <= _LONGEST_NAME):
        first, *others = _SITE.split(name)
        pieces = [name, first, *(piece for piece in others if not piece.strip().isdigit())]  # which may be the number
        plain = [_plain(piece) for piece in pieces if len(piece.split()) <= _LONGEST_TITLE]
        if any(kind.titles.fullmatch(piece) or kind.in_titles.search(piece) for piece in plain):
            return name
    return None


def _in_text(lines: list[str], kind: _Kind) -> str | None:
    """The first line with a phrase, if most of what the page says stands in such lines."""
    telling = [line for line in lines if kind.in_text.search(_plain(line)) and not _ABOUT_MAIL.search(line)]
    spoken = sum(len(line) for line in lines if len(line.split()) >= _FEWEST_SPOKEN or len(line) >= _LONGEST_BUTTON)
    most = _MOST_SPOKEN if kind.refused else _MOST_WORDS
    return telling[0] if telling and 2 * sum(map(len, telling)) >= spoken and spoken <= most else None


def _plain(text: str) -> str:
    """The words of a text in small letters, a single blank between them."""
    return " ".join(re.findall(r"\w+", text.casefold()))
