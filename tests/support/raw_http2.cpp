#include "tests/support/raw_http2.h"

#include <nghttp2/nghttp2.h>

namespace parley::test {
namespace {

QByteArray bigEndian(quint32 number, int bytes)
{
    QByteArray out;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += static_cast<char>((number >> shift) & 0xff);
    return out;
}

quint32 numberOf(const QByteArray &bytes)
{
    quint32 number = 0;
    for (const char byte : bytes)
        number = number << 8 | static_cast<quint8>(byte);
    return number;
}

// A string literal of HPACK without Huffman coding (RFC 7541, section 5.2).
QByteArray literal(const QByteArray &text)
{
    QByteArray out;
    auto size = static_cast<quint32>(text.size());
    if (size < 127)
        return out.append(static_cast<char>(size)).append(text);
    out += static_cast<char>(127);
    for (size -= 127; size >= 128; size /= 128)
        out += static_cast<char>(size % 128 + 128);
    return out.append(static_cast<char>(size)).append(text);
}

} // namespace

RawHttp2::RawHttp2(quint16 port, QByteArray token) :
    m_stream(port), m_port(port), m_token(std::move(token))
{
    nghttp2_hd_inflate_new(&m_inflater);
    m_stream.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(Settings, 0, 0));
}

RawHttp2::~RawHttp2()
{
    nghttp2_hd_inflate_del(m_inflater);
}

QByteArray RawHttp2::frame(int type, int flags, quint32 stream, const QByteArray &body)
{
    return bigEndian(static_cast<quint32>(body.size()), 3) + static_cast<char>(type)
        + static_cast<char>(flags) + bigEndian(stream, 4) + body;
}

Http2FieldList RawHttp2::head(const QByteArray &method, const QByteArray &path,
                              const Http2FieldList &more) const
{
    Http2FieldList fields{{":method", method},
                          {":scheme", "http"},
                          {":path", path},
                          {":authority", "127.0.0.1:" + QByteArray::number(m_port)}};
    if (!m_token.isEmpty())
        fields.append({"authorization", "Bearer " + m_token});
    return fields + more;
}

quint32 RawHttp2::begin(const Http2FieldList &fields, bool endStream)
{
    m_lastStream += m_lastStream == 0 ? 1 : 2;
    QByteArray block;
    for (const auto &[name, value] : fields)
        block += QByteArray(1, '\0') + literal(name) + literal(value); // not indexed
    m_stream.send(frame(Headers, EndHeaders | (endStream ? EndStream : 0), m_lastStream, block));
    return m_lastStream;
}

void RawHttp2::sendData(quint32 stream, const QByteArray &bytes, bool endStream)
{
    m_stream.send(frame(Data, endStream ? EndStream : 0, stream, bytes));
}

Http2Frame RawHttp2::nextFrame()
{
    const QByteArray head = m_stream.take(9);
    if (head.size() != 9)
        return {};
    const auto size = static_cast<qsizetype>(numberOf(head.left(3)));
    return {static_cast<quint8>(head[3]), static_cast<quint8>(head[4]), numberOf(head.mid(5, 4)),
            size > 0 ? m_stream.take(size) : QByteArray()};
}

Http2Frame RawHttp2::nextFrame(Type type)
{
    for (;;) {
        Http2Frame next = nextFrame();
        if (next.type == type || next.type == -1)
            return next;
    }
}

void RawHttp2::readFields(const QByteArray &block, HttpAnswer &answer)
{
    const auto *at = reinterpret_cast<const uint8_t *>(block.constData());
    auto left = static_cast<size_t>(block.size());
    for (;;) {
        nghttp2_nv field{};
        int flags = 0;
        const auto read = nghttp2_hd_inflate_hd2(m_inflater, &field, &flags, at, left, 1);
        if (read < 0)
            return;
        at += read;
        left -= static_cast<size_t>(read);
        if (flags & NGHTTP2_HD_INFLATE_EMIT) {
            const QByteArray name(reinterpret_cast<const char *>(field.name),
                                  static_cast<qsizetype>(field.namelen));
            const QByteArray value(reinterpret_cast<const char *>(field.value),
                                   static_cast<qsizetype>(field.valuelen));
            if (name == ":status")
                answer.status = value.toInt();
            answer.head += "\r\n" + name + ": " + value;
        }
        if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0)
            break;
    }
    nghttp2_hd_inflate_end_headers(m_inflater);
    answer.head += "\r\n\r\n";
}

HttpAnswer RawHttp2::readAnswer(quint32 stream)
{
    HttpAnswer answer;
    for (;;) {
        const Http2Frame next = nextFrame();
        if (next.type == -1)
            return answer;
        if (next.type == Headers)
            readFields(next.body, answer); // every block, or the table would differ
        if (next.stream != stream)
            continue;
        if (next.type == Data)
            answer.body += next.body;
        const bool ended = (next.type == Data || next.type == Headers) && (next.flags & EndStream);
        if (ended || next.type == Reset)
            return answer;
    }
}

HttpAnswer RawHttp2::ask(const QByteArray &method, const QByteArray &path,
                         const Http2FieldList &more)
{
    return readAnswer(begin(head(method, path, more)));
}

} // namespace parley::test
