#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QPair>

#include "tests/support/raw_http.h"
#include "tests/support/tcp_stream.h"

struct nghttp2_hd_inflater;

namespace parley::test {

using Http2FieldList = QList<QPair<QByteArray, QByteArray>>;

struct Http2Frame {
    int type = -1; // -1: none came
    int flags = 0;
    quint32 stream = 0;
    QByteArray body{};
};

// An HTTP/2 client that sends the frames that it is told, right or wrong, and reads one answer at a
// time. Thread: the test's.
class RawHttp2 final
{
public:
    enum Type { Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7 };
    enum Flag { EndStream = 1, EndHeaders = 4 };

    explicit RawHttp2(quint16 port, QByteArray token = {});
    ~RawHttp2();

    //! Pseudo-header fields and the token; \p more comes behind.
    Http2FieldList head(const QByteArray &method, const QByteArray &path,
                        const Http2FieldList &more = {}) const;
    //! Sends a request on the next stream. \return its number.
    quint32 begin(const Http2FieldList &fields, bool endStream = true);
    void sendData(quint32 stream, const QByteArray &bytes, bool endStream);
    //! The answer on \p stream; status 0 when it was reset or the connection ended.
    HttpAnswer readAnswer(quint32 stream);
    HttpAnswer ask(const QByteArray &method, const QByteArray &path,
                   const Http2FieldList &more = {});
    Http2Frame nextFrame();
    //! The next frame of that type; others are dropped.
    Http2Frame nextFrame(Type type);

    static QByteArray frame(int type, int flags, quint32 stream, const QByteArray &body = {});
    TcpStream &stream() { return m_stream; }

private:
    void readFields(const QByteArray &block, HttpAnswer &answer);

    TcpStream m_stream;
    quint16 m_port;
    QByteArray m_token;
    quint32 m_lastStream = 0;
    nghttp2_hd_inflater *m_inflater = nullptr;
};

} // namespace parley::test
