# A peer of admit-print: the same cards drawn with ReportLab.
#   cards-reportlab.py FORM RECORDS N (person DIR | many FILE.pdf) [light]
# light: one font of a quarter of the size for everything, which ReportLab cuts down faster.
# What can be kept is kept, as one who knows ReportLab would: fonts are parsed once a run, the printed form is a form object of each document, the QR code comes ready and is
# one image operator.
import sys

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

rl_config.invariant = 1
ADMIT_NO = 4

def numbers(fields):
    return [float(f) for f in fields]

form, places = [], []
for line in open(sys.argv[1], encoding='utf-8'):
    f = line.rstrip('\n').split('\t')
    if f[0] == 'V':
        places.append((f[1], float(f[2]), float(f[3]), float(f[4]), f[5], int(f[6])))
    elif f[0] == 'T':
        form.append(('T', f[1], float(f[2]), float(f[3]), float(f[4]), f[5], f[6]))
    else:
        form.append((f[0], *numbers(f[1:])))

ZENHEI = '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc'
pdfmetrics.registerFont(TTFont('H', ZENHEI, subfontIndex=0))
if sys.argv[6:] == ['light']:
    pdfmetrics.registerFont(TTFont('B', ZENHEI, subfontIndex=0))
else:
    pdfmetrics.registerFont(TTFont('B', '/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf'))

def show(c, font, size, x, y, align, s):
    c.setFont(font, size)
    if align == 'c':
        c.drawCentredString(x, y, s)
    else:
        c.drawString(x, y, s)

def furniture(c):
    for f in form:
        if f[0] == 'T':
            show(c, *f[1:])
        elif f[0] == 'L':
            c.setLineWidth(f[5])
            c.line(*f[1:5])
        elif f[0] == 'R':
            c.setLineWidth(f[5])
            c.rect(*f[1:5])
        else:
            c.setFillGray(f[5])
            c.rect(*f[1:5], stroke=0, fill=1)
            c.setFillGray(0)

def begin(path):
    c = Canvas(path, pagesize=A4, pageCompression=1)
    c.beginForm('form')
    furniture(c)
    c.endForm()
    return c

def bars(c, number):
    p, x = c.beginPath(), 270
    for i in range(0, len(number), 2):
        for k in range(3):
            p.rect(x, 630, 1 + (ord(number[i]) + k) % 3, 27)
            x += 4.1
    c.drawPath(p, stroke=0, fill=1)

def card(c, v):
    c.doForm('form')
    for font, size, x, y, align, i in places:
        show(c, font, size, x, y, align, v[i])
    c.drawImage(v[-2], 459, 602, 71, 99)
    size, bits = v[-1].split(':')
    c._code.append('q 76 0 0 76 456.4 252 cm BI /W %s /H %s /IM true /D [1 0] /F /AHx ID %s> EI Q' % (size, size, bits))
    bars(c, v[ADMIT_NO])
    c.showPage()

records, n = open(sys.argv[2], encoding='utf-8'), int(sys.argv[3])
one = begin(sys.argv[5]) if sys.argv[4] == 'many' else None
for line, _ in zip(records, range(n)):
    v = line.rstrip('\n').split('\t')
    c = one or begin('%s/%s.pdf' % (sys.argv[5], v[ADMIT_NO]))
    card(c, v)
    if not one:
        c.save()
if one:
    one.save()
