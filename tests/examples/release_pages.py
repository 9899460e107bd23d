"""Pages of the shapes that institutions publish, written for these tests."""

from __future__ import annotations

LAYOUT_TABLES = """<html><head><title>NATO Press Release (2006)043 - 31 March 2006</title></head>
<body bgcolor="#FFFFFF"><a name="top">
<table width="100%%"><tr>
<td><font face="Arial" size="1">Updated: 31-Mar-2006</font></td>
<td><font size="1"><b>NATO Press Releases</b></font></td></tr></table>
<table><tr><td valign="top"><a href="/home.htm">Homepage</a><br><a href="/index.htm">Index</a></td>
<td><p><font size="2">Press Release (2006)043<br>31 March 2006</font></p>
<center><font size="+2"><b>North Atlantic Council statement on<br>
NATO-Belarus relations</b></font></center>
<p><b>Press briefing</b> by the NATO Spokesman
<a href="../audio/2006/s060331a.mp3">(.MP3/20.036kb)</a><br>
<a href="../../video/2006/v060331a.wmv">Video - .wmv/ 9.025kb</a></p>
<p><a href="../../update/u060331.htm">Alliance examining relationship with Belarus</a></p>
%s
<p><a href="../audio/2006/s060331a.mp3">Listen again</a></p>
<font size="1">+32 (0)2 707 50 41<br>B-1110 Brussels/Bruxelles</font>
<hr><a href="/home.htm">Go to Homepage</a> <a href="/index.htm">Go to Index</a><br>&copy; 2006 NATO
</td></tr></table></body></html>"""

LISTED = """<ol>
<li>The Council <i>deplores</i> the use of force
against peaceful &quot;demonstrators&quot;.
<li>The mission reported on Tuesday; the <b>Secretary</b> General &amp;amp; the Council agreed.
<li><p>Partners are expected to keep their word.</p>
</ol>"""

TYPED = """<p>1. The Council <i>deplores</i> the use of force<br>
against peaceful &quot;demonstrators&quot;.<br><br>
2.&nbsp;The mission reported on Tuesday; the <b>Secretary</b> General &amp;amp; the Council agreed.</p>
<table><tr><td>3.</td><td>Partners are expected to keep their word.</td></tr></table>"""

NUMBERED_TEXTS = [
    'The Council deplores the use of force against peaceful "demonstrators".',
    "The mission reported on Tuesday; the Secretary General &amp; the Council agreed.",
    "Partners are expected to keep their word.",
]

MODERN = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>Ministers agree on harbour safety | Harbour Union</title>
<meta property="og:title" content="Ministers agree on harbour safety">
<meta property="og:site_name" content="Harbour Union">
<meta property="article:published_time" content="2021-05-04T09:30:00+02:00">
<base href="https://media.example.org/2021/">
<script>document.write("<p>Not a word of this sentence is said.</p>")</script></head>
<body class="with-sidebar"><header><h1>Harbour Union</h1>
<nav><a href="/">Home</a> <a href="/news">News</a></nav></header>
<main><article><h1>Ministers agree on harbour safety</h1>
<p>Published on <time datetime="2021-05-04">4 May 2021</time></p>
<figure><figcaption>Press conference</figcaption>
<audio controls><source src="briefing.ogg" type="audio/ogg">Your browser plays no sound.
<a href="briefing.ogg">Download it.</a></audio></figure>
<p>The ministers met in the old customs house. They agreed within an hour.</p>
<h2>What changes</h2>
<p>Every quay will be lit at night, as the pilots had asked since 2012.</p>
<div class="share"><p>Share this page with your friends.</p></div>
<h3>Next steps</h3>
<ul><li>The pilots will be heard in June.</li><li>A vote follows in autumn.</li></ul>
<p><a href="/news/pilots">Pilots ask for light on the quays</a></p>
</article></main>
<aside><p>Subscribe to our letters, they cost nothing.</p></aside>
<footer><p>The Harbour Union is a union of harbours.</p></footer></body></html>"""

TYPED_RELEASE = """Harbour Union Press Releases

Ministers agree on harbour safety

4 May 2021

The ministers met in the old customs house. They agreed
within an hour, and nobody had to be asked for a well-
known signature.

What changes

Every quay will be lit at night, as the pilots had asked
since 2012.

Tel. +44 20 7946 0123
"""
