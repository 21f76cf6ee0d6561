/* SPDX-License-Identifier: MIT
 * PDF documents (ISO 32000-1) on libharu's object layer. Its public interface embeds whole
 * cmaps and measures every character by a linear search, 80 times slower than this; so fonts,
 * forms and pictures are written here as dictionaries of our own into libharu's cross-reference
 * table. That uses structures of its installed headers which are stable within 2.3 only.
 * The only file that includes libharu. */
#include "media/pdf.h"

#include <errno.h>
#include <hpdf.h>
#include <hpdf_doc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "stream/spool.h"

#if HPDF_MAJOR_VERSION != 2 || HPDF_MINOR_VERSION != 3
#error "pdf.c was written for the internal structures of libharu 2.3; check them for this version"
#endif

struct pdf {
	struct canvas canvas;
	struct font_use use;
	struct press *press;
	HPDF_Doc doc; /* NULL between documents */
	HPDF_STATUS error;
	int pages;
	bool open; /* canvas is a page that is not yet in doc */
	HPDF_Dict fonts, stock_fonts, form[PDF_FORMS]; /* resources of pages and forms; forms when first used */
	bool form_here[PDF_FORMS];                     /* on the page in canvas */
	const struct pdf_stock *stock;
	struct picture {
		const void *bytes; /* NULL: in the file */
		off_t from;
		size_t n;
		unsigned number;
	} *picture; /* the document's, each once however often it is shown */
	size_t pictures, picture_cap;
	struct map picture_at; /* by some of the bytes */
	struct arena texts;    /* of dictionaries, until the document is written */
	size_t held;        /* bytes of pictures in texts */
	int spill;          /* the other pictures: a temporary file, -1 not needed yet */
	off_t spilled;
	struct buf packed, fault;
};

/* Only remember: libharu itself does nothing more after the first error. */
static void
on_error(HPDF_STATUS code, HPDF_STATUS detail, void *user)
{
	struct pdf *p = user;

	if (p->error == HPDF_OK)
		p->error = code;
	(void)detail;
}

/* Dictionaries carry their entries as ready text. */
static HPDF_STATUS
write_text(HPDF_Dict d, HPDF_Stream to)
{
	return d->attr != NULL ? HPDF_Stream_WriteStr(to, d->attr) : HPDF_OK;
}

/* Set the entries of d; text is copied. */
static void
set_text(struct pdf *p, HPDF_Dict d, const char *text)
{
	d->attr = arena_strdup(&p->texts, text);
	d->write_fn = write_text;
}

static HPDF_Dict
new_dict(struct pdf *p, const char *text)
{
	HPDF_Dict d = HPDF_Dict_New(p->doc->mmgr);

	if (d == NULL || HPDF_Xref_Add(p->doc->xref, d) != HPDF_OK)
		return NULL;
	if (text != NULL)
		set_text(p, d, text);
	return d;
}

/* Bytes that libharu copies into the file when it is written, from where they are: its own
 * memory stream would copy them twice, byte by byte. */
struct source {
	const char *p; /* NULL: in the file */
	size_t n, at;
	int file;
	off_t from;
};

static HPDF_STATUS
source_read(HPDF_Stream stream, HPDF_BYTE *to, HPDF_UINT *n)
{
	struct source *s = stream->attr;
	size_t left = s->n - s->at;
	bool end = left <= *n;

	if (end)
		*n = (HPDF_UINT)left;
	if (s->p != NULL)
		memcpy(to, s->p + s->at, *n);
	else if (pread(s->file, to, *n, s->from + (off_t)s->at) != (ssize_t)*n)
		return HPDF_FILE_IO_ERROR;
	s->at += *n;
	return end ? HPDF_STREAM_EOF : HPDF_OK;
}

static HPDF_STATUS
source_seek(HPDF_Stream stream, HPDF_INT at, HPDF_WhenceMode mode)
{
	struct source *s = stream->attr;

	if (mode != HPDF_SEEK_SET || at != 0) /* which is all that writing asks for */
		return HPDF_INVALID_OPERATION;
	s->at = 0;
	return HPDF_OK;
}

static HPDF_INT32
source_tell(HPDF_Stream stream)
{
	return (HPDF_INT32)((struct source *)stream->attr)->at;
}

static HPDF_UINT32
source_size(HPDF_Stream stream)
{
	return (HPDF_UINT32)((struct source *)stream->attr)->n;
}

static bool
set_source(struct pdf *p, HPDF_Dict d, const struct source *source)
{
	struct source *s = arena_dup(&p->texts, source, sizeof *source);

	HPDF_Stream_Free(d->stream);
	d->stream = HPDF_CallbackReader_New(p->doc->mmgr, source_read, source_seek, source_tell, source_size, s);
	return d->stream != NULL;
}

/* Make d's stream the n bytes at p, which stay where they are until the document is written. */
static bool
set_bytes(struct pdf *p, HPDF_Dict d, const void *bytes, size_t n)
{
	return set_source(p, d, &(struct source){ .p = bytes, .n = n });
}

/* The same with a copy of the bytes. */
static bool
set_copy(struct pdf *p, HPDF_Dict d, const void *bytes, size_t n)
{
	return set_bytes(p, d, arena_dup(&p->texts, bytes, n), n);
}

static unsigned
number_of(HPDF_Dict d)
{
	return d->header.obj_id & 0xffffff;
}

/* A document has all its pictures to itself until it is written; thousands of photographs wait in a file. */
enum { HELD = 16 << 20 };

static bool
set_picture(struct pdf *p, HPDF_Dict d, const void *bytes, size_t n, struct picture *to)
{
	p->held += n;
	*to = (struct picture){ .n = n, .from = p->spilled, .number = number_of(d) };
	if (p->held <= HELD) {
		to->bytes = arena_dup(&p->texts, bytes, n);
		return set_bytes(p, d, to->bytes, n);
	}
	if (p->spill < 0)
		p->spill = spool_tmpfile();
	const struct source s = { .n = n, .file = p->spill, .from = p->spilled };

	for (size_t at = 0; at < n;) {
		ssize_t w = p->spill < 0 ? -1 : pwrite(p->spill, (const char *)bytes + at, n - at, p->spilled + (off_t)at);

		if (w < 0 && errno == EINTR && p->spill >= 0)
			continue;
		if (w < 0) {
			buf_printf(&p->fault, L("temporary file: %s", "临时文件: %s"), errno_text(errno));
			return false;
		}
		at += (size_t)w;
	}
	p->spilled += (off_t)n;
	return set_source(p, d, &s);
}

static HPDF_Dict
new_stream(struct pdf *p, const char *text)
{
	HPDF_Dict d = HPDF_DictStream_New(p->doc->mmgr, p->doc->xref);

	if (d != NULL)
		set_text(p, d, text);
	return d;
}

/* Put a font into the document; its object number, or 0. */
static unsigned
add_font(struct pdf *p, const struct font_parts *f)
{
	const struct font_face *face = f->face;
	struct buf t = BUF_INIT;
	unsigned id = 0;

	buf_printf(&t, "/Filter /FlateDecode\n/Length1 %zu\n", f->file_size);
	HPDF_Dict file = new_stream(p, t.ptr);
	HPDF_Dict map = new_stream(p, "/Filter /FlateDecode\n");

	if (file == NULL || map == NULL || !set_bytes(p, file, f->file.ptr, f->file.len) ||
	    !set_bytes(p, map, f->to_unicode.ptr, f->to_unicode.len))
		goto out;
	buf_clear(&t);
	buf_printf(&t, "/Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0"
	    " /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %u 0 R\n", f->name, face->bbox[0],
	    face->bbox[1], face->bbox[2], face->bbox[3], face->ascent, face->descent, face->ascent, number_of(file));
	HPDF_Dict descriptor = new_dict(p, t.ptr);

	if (descriptor == NULL)
		goto out;
	buf_clear(&t);
	buf_printf(&t, "/Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe)"
	    " /Ordering (Identity) /Supplement 0 >> /DW 1000 %s /CIDToGIDMap /Identity /FontDescriptor %u 0 R\n",
	    f->name, f->widths.ptr, number_of(descriptor));
	HPDF_Dict cid = new_dict(p, t.ptr);

	if (cid == NULL)
		goto out;
	buf_clear(&t);
	buf_printf(&t, "/Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%u 0 R]"
	    " /ToUnicode %u 0 R\n", f->name, number_of(cid), number_of(map));
	HPDF_Dict font = new_dict(p, t.ptr);

	id = font != NULL ? number_of(font) : 0;
out:
	buf_release(&t);
	return id;
}

/* Put fonts into the document and their names into the text of a resource dictionary. */
static bool
list_fonts(struct pdf *p, const struct font_parts *font, int n, char prefix, struct buf *text)
{
	bool good = true;

	for (int i = 0; i < n && good; i++) {
		unsigned id = add_font(p, &font[i]);

		good = id != 0;
		buf_printf(text, "/%c%c %u 0 R\n", prefix, (char)('A' + font[i].at), id);
	}
	return good;
}

static bool
begin_document(struct pdf *p)
{
	struct buf names = BUF_INIT;

	p->error = HPDF_OK;
	p->doc = HPDF_New(on_error, p);
	if (p->doc == NULL)
		return false;
	p->doc->pdf_version = HPDF_VER_14;
	p->fonts = new_dict(p, NULL);
	p->stock_fonts = new_dict(p, NULL);
	bool good = p->fonts != NULL && p->stock_fonts != NULL &&
	    (p->stock == NULL || list_fonts(p, p->stock->font, p->stock->fonts, 'S', &names));

	if (good)
		set_text(p, p->stock_fonts, buf_text(&names));
	buf_release(&names);
	return good;
}

static void
end_document(struct pdf *p)
{
	if (p->doc != NULL)
		HPDF_Free(p->doc);
	p->doc = NULL;
	memset(p->form, 0, sizeof p->form);
	p->pages = 0;
	p->open = false;
	p->held = 0;
	p->pictures = 0;
	map_release(&p->picture_at);
	if (p->spilled > 0 && ftruncate(p->spill, 0) == 0) /* give the disk back */
		p->spilled = 0;
	arena_release(&p->texts);
	font_use_clear(&p->use);
	buf_clear(&p->fault);
}

static HPDF_Dict
form_object(struct pdf *p, int i)
{
	const struct pdf_stock *s = p->stock;
	struct buf t = BUF_INIT;

	if (p->form[i] == NULL) {
		buf_printf(&t, "/Type /XObject /Subtype /Form /BBox [0 0 %.2f %.2f] /Resources << /Font %u 0 R >>"
		    " /Filter /FlateDecode\n", canvas_points(s->form[i].width), canvas_points(s->form[i].height),
		    number_of(p->stock_fonts));
		HPDF_Dict form = new_stream(p, t.ptr);

		buf_release(&t);
		if (form != NULL && set_bytes(p, form, s->form[i].ops.ptr, s->form[i].ops.len))
			p->form[i] = form;
	}
	return p->form[i];
}

/* Tells most pictures apart by their size and a few of their bytes. */
static uint64_t
picture_key(const char *bytes, size_t n)
{
	uint64_t key = n * 0x9e3779b97f4a7c15u, part;

	for (size_t k = 1; k < 4 && n >= 4 * sizeof part; k++) {
		memcpy(&part, bytes + n / 4 * k, sizeof part);
		key = (key ^ part) * 0xff51afd7ed558ccdu;
	}
	return key;
}

static bool
same_bytes(const struct pdf *p, const struct picture *a, const char *bytes, size_t n)
{
	char piece[65536];
	ssize_t got = 0;

	if (a->n != n || a->bytes != NULL)
		return a->n == n && memcmp(a->bytes, bytes, n) == 0;
	for (size_t at = 0; at < n; at += (size_t)got) {
		got = pread(p->spill, piece, n - at < sizeof piece ? n - at : sizeof piece, a->from + (off_t)at);
		if (got <= 0 || memcmp(piece, bytes + at, (size_t)got) != 0)
			return false;
	}
	return true;
}

/* Put a picture of the canvas into the document, unless it has the same one; its object number, or 0. */
static unsigned
image_object(struct pdf *p, const struct canvas_image *im)
{
	const char *bytes = p->canvas.image_bytes.ptr + im->at;
	bool fresh;
	int64_t *at = map_at(&p->picture_at, picture_key(bytes, im->n), &fresh);
	const struct picture *same = fresh ? NULL : &p->picture[*at];
	char t[160];

	if (same != NULL && same_bytes(p, same, bytes, im->n))
		return same->number;
	snprintf(t, sizeof t, "/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s"
	    " /BitsPerComponent 8 /Filter /DCTDecode\n", im->width, im->height,
	    im->components == 1 ? "DeviceGray" : "DeviceRGB");
	HPDF_Dict image = new_stream(p, t);

	*at = (int64_t)p->pictures;
	p->picture = grow(p->picture, p->pictures, &p->picture_cap, sizeof *p->picture);
	return image != NULL && set_picture(p, image, bytes, im->n, &p->picture[p->pictures++]) ? number_of(image) : 0;
}

/* The names of the page's forms and pictures; false where libharu failed. */
static bool
page_resources(struct pdf *p, HPDF_Page page)
{
	HPDF_Dict resources = HPDF_Dict_GetItem(page, "Resources", HPDF_OCLASS_DICT);
	struct buf t = BUF_INIT;
	bool good = resources != NULL;

	buf_printf(&t, "/Font %u 0 R /XObject <<", number_of(p->fonts));
	for (int i = 0; good && p->stock != NULL && i < p->stock->forms; i++)
		if (p->form_here[i]) {
			HPDF_Dict form = form_object(p, i);

			good = form != NULL;
			buf_printf(&t, " /F%d %u 0 R", i, good ? number_of(form) : 0);
		}
	for (size_t i = 0; good && i < p->canvas.images; i++) {
		unsigned image = image_object(p, &p->canvas.image[i]);

		good = image != 0;
		buf_printf(&t, " /I%zu %u 0 R", i, image);
	}
	buf_str(&t, " >>\n");
	if (good)
		set_text(p, resources, t.ptr);
	buf_release(&t);
	return good;
}

/* Turn the canvas into a page of the document. */
static void
take_page(struct pdf *p)
{
	const struct canvas *c = &p->canvas;

	if (!p->open)
		return;
	p->open = false;
	if (p->fault.len > 0)
		return;
	if (c->fault != CANVAS_OK) {
		canvas_fault_text(c, &p->fault);
		return;
	}
	bool good = p->press != NULL && (p->doc != NULL || begin_document(p));
	HPDF_Page page = good ? HPDF_AddPage(p->doc) : NULL;

	buf_clear(&p->packed);
	good = page != NULL && press_add(p->press, buf_text(&c->ops), c->ops.len, &p->packed);
	if (good) {
		HPDF_PageAttr attr = page->attr;

		set_text(p, attr->contents, "/Filter /FlateDecode\n");
		good = HPDF_Page_SetWidth(page, (HPDF_REAL)canvas_points(c->width)) == HPDF_OK &&
		    HPDF_Page_SetHeight(page, (HPDF_REAL)canvas_points(c->height)) == HPDF_OK &&
		    set_copy(p, attr->contents, p->packed.ptr, p->packed.len) && page_resources(p, page);
		attr->stream = attr->contents->stream;
	}
	if (!good && p->fault.len == 0)
		buf_printf(&p->fault, L("libharu: error 0x%04x", "libharu: 错误 0x%04x"), (unsigned)p->error);
}

struct pdf *
pdf_new(const struct fontset *fonts, const struct pdf_stock *stock)
{
	struct pdf *p = xcalloc(1, sizeof *p);

	font_use_init(&p->use, fonts);
	p->canvas.fonts = fonts;
	p->canvas.use = &p->use;
	p->canvas.prefix = 'D';
	p->canvas.stock = stock != NULL ? &stock->use : NULL;
	p->stock = stock;
	p->press = press_new(PRESS_QUICK);
	p->spill = -1;
	return p;
}

void
pdf_free(struct pdf *p)
{
	if (p == NULL)
		return;
	end_document(p);
	if (p->spill >= 0)
		close(p->spill);
	press_free(p->press);
	canvas_release(&p->canvas);
	font_use_release(&p->use);
	buf_release(&p->packed);
	buf_release(&p->fault);
	free(p->picture);
	free(p);
}

struct canvas *
pdf_page(struct pdf *p, double width, double height)
{
	take_page(p);
	canvas_begin(&p->canvas, width, height);
	memset(p->form_here, 0, sizeof p->form_here);
	p->open = true;
	p->pages++;
	return &p->canvas;
}

void
pdf_drop(struct pdf *p)
{
	if (!p->open)
		bug("no page to drop");
	p->open = false;
	p->pages--;
	font_use_cut(&p->use, p->canvas.mark);
}

int
pdf_pages(const struct pdf *p)
{
	return p->pages;
}

void
pdf_form(struct pdf *p, int form, double dx, double dy)
{
	struct canvas *c = &p->canvas;

	if (!p->open || p->stock == NULL || form < 0 || form >= p->stock->forms)
		bug("no form %d in the stock", form);
	p->form_here[form] = true;
	buf_add(&c->ops, "q 1 0 0 1 ", 10);
	canvas_number(c, canvas_points(dx));
	canvas_number(c, canvas_points(c->height - p->stock->form[form].height - dy));
	buf_printf(&c->ops, "cm /F%d Do Q\n", form);
}

/* Where a document is written: one of the two. */
struct sink {
	struct buf *buf;
	FILE *file;
	int failed; /* errno; HPDF_SaveToStream itself would call a short write a success */
};

static HPDF_STATUS
append(HPDF_Stream stream, const HPDF_BYTE *p, HPDF_UINT n)
{
	struct sink *s = stream->attr;

	if (s->file == NULL)
		buf_add(s->buf, p, n);
	else if (s->failed == 0 && fwrite(p, 1, n, s->file) != n)
		s->failed = errno != 0 ? errno : EIO;
	return s->failed == 0 ? HPDF_OK : HPDF_FILE_IO_ERROR;
}

/* HPDF_SaveToStream writes into doc->stream, which is made here so that the bytes go to the
 * sink without a detour through libharu's own memory. */
static bool
save(struct pdf *p, struct sink *out)
{
	struct font_parts font[FONT_FACES];
	struct buf names = BUF_INIT;
	int n = 0;
	bool good = true;

	for (unsigned i = 0; i < fontset_faces(p->canvas.fonts) && good; i++)
		if (p->use.face[i].n > 1)
			good = font_parts_make(&font[n++], p->canvas.fonts, i, &p->use, p->press);
	good = good && list_fonts(p, font, n, 'D', &names);
	if (good) {
		if (p->stock_fonts->attr != NULL)
			buf_str(&names, p->stock_fonts->attr);
		set_text(p, p->fonts, buf_text(&names));
		p->doc->stream = HPDF_CallbackWriter_New(p->doc->mmgr, append, out);
		good = p->doc->stream != NULL && HPDF_SaveToStream(p->doc) == HPDF_OK && p->error == HPDF_OK &&
		    out->failed == 0;
	}
	for (int i = 0; i < n; i++)
		font_parts_release(&font[i]);
	buf_release(&names);
	return good;
}

static bool
finish(struct pdf *p, struct sink *out, struct buf *err)
{
	take_page(p);
	bool good = p->fault.len == 0 && p->pages > 0 && save(p, out);

	if (good)
		;
	else if (p->fault.len > 0)
		buf_str(err, p->fault.ptr);
	else if (p->pages == 0)
		buf_str(err, L("a document without pages", "没有页面"));
	else if (out->failed != 0)
		buf_str(err, errno_text(out->failed));
	else
		buf_printf(err, L("libharu: error 0x%04x", "libharu: 错误 0x%04x"), (unsigned)p->error);
	end_document(p);
	return good;
}

bool
pdf_finish(struct pdf *p, struct buf *out, struct buf *err)
{
	size_t before = out->len;
	bool good = finish(p, &(struct sink){ .buf = out }, err);

	if (!good && out->ptr != NULL) {
		out->len = before;
		out->ptr[before] = '\0';
	}
	return good;
}

bool
pdf_finish_file(struct pdf *p, FILE *out, struct buf *err)
{
	return finish(p, &(struct sink){ .file = out }, err);
}
