#pragma once

#include <QByteArray>
#include <QJsonObject>

#include "tests/support/raw_http.h"

namespace parley::test {

// A WebSocket client that can also break the rules. Blocking. Thread: the test's.
class RawWebSocket final
{
public:
    //! Opens /v1/socket; \p token goes into the Authorization header, unless it is empty.
    explicit RawWebSocket(quint16 port, const QByteArray &token = {}, int receiveBuffer = 0);

    int handshakeStatus() const { return m_status; } // 101 when it is open

    void send(const QJsonObject &operation);
    void sendText(const QByteArray &text) { sendFrame(0x81, text); }
    void sendFrame(unsigned firstByte, const QByteArray &payload); // masked, as it must be
    void sendBytes(const QByteArray &bytes) { m_stream.send(bytes); }

    struct Frame {
        unsigned opcode = 0; // 0: none came
        QByteArray payload{};
    };
    Frame readFrame(); // the next one, whatever it is; nothing is answered

    //! The next message but heartbeats; pings are answered on the way. Empty: the socket closed or
    //! nothing came in time.
    QJsonObject next();
    //! Sends \p operation; the next message whose "type" is not "item".
    QJsonObject call(const QJsonObject &operation);
    //! Waits for the end. \return the code of the broker's close frame, 0 when it sent none.
    int waitForCloseCode();
    QByteArray closeReason() const { return m_closeReason; }

    TcpStream &stream() { return m_stream; }

private:
    bool handle(const Frame &frame); // control frames; true when it was one

    TcpStream m_stream;
    int m_status = 0;
    int m_closeCode = 0;
    bool m_ended = false;
    QByteArray m_closeReason;
};

} // namespace parley::test
