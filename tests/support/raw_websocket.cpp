#include "tests/support/raw_websocket.h"

#include "tests/support/client_frames.h"

using namespace Qt::StringLiterals;

namespace parley::test {
namespace {

quint64 number(const QByteArray &bigEndian)
{
    quint64 value = 0;
    for (const char byte : bigEndian)
        value = value << 8 | static_cast<quint8>(byte);
    return value;
}

} // namespace

RawWebSocket::RawWebSocket(quint16 port, const QByteArray &token, int receiveBuffer) :
    m_stream(port, receiveBuffer)
{
    QByteArray head = "GET /v1/socket HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: parley.v1\r\n";
    if (!token.isEmpty())
        head += "Authorization: Bearer " + token + "\r\n";
    m_stream.send(head + "\r\n");
    m_status = m_stream.takeThrough("\r\n\r\n").mid(9, 3).toInt();
}

void RawWebSocket::send(const QJsonObject &operation)
{
    sendText(QJsonDocument(operation).toJson(QJsonDocument::Compact));
}

void RawWebSocket::sendFrame(unsigned firstByte, const QByteArray &payload)
{
    m_stream.send(QByteArray::fromStdString(clientFrame(firstByte, payload.toStdString())));
}

RawWebSocket::Frame RawWebSocket::readFrame()
{
    const QByteArray start = m_stream.take(2);
    if (start.size() != 2)
        return {};
    quint64 length = static_cast<quint8>(start[1]) & 0x7f;
    if (length == 126)
        length = number(m_stream.take(2));
    else if (length == 127)
        length = number(m_stream.take(8));
    return {static_cast<quint8>(start[0]) & 0x0fu, m_stream.take(static_cast<qsizetype>(length))};
}

bool RawWebSocket::handle(const Frame &frame)
{
    switch (frame.opcode) {
    case 0x9: sendFrame(kPong, frame.payload); return true;
    case 0xa: return true;
    case 0x8:
        if (frame.payload.size() >= 2)
            m_closeCode = static_cast<int>(number(frame.payload.left(2)));
        m_closeReason = frame.payload.mid(2);
        m_ended = true;
        return true;
    default: m_ended = frame.opcode == 0; return m_ended;
    }
}

QJsonObject RawWebSocket::next()
{
    while (!m_ended) {
        const Frame frame = readFrame();
        if (handle(frame))
            continue;
        const QJsonObject message = QJsonDocument::fromJson(frame.payload).object();
        if (message["type"_L1].toString() != "heartbeat"_L1)
            return message;
    }
    return {};
}

QJsonObject RawWebSocket::call(const QJsonObject &operation)
{
    send(operation);
    QJsonObject message = next();
    while (message["type"_L1].toString() == "item"_L1)
        message = next();
    return message;
}

int RawWebSocket::waitForCloseCode()
{
    while (!m_ended)
        handle(readFrame());
    return m_closeCode;
}

} // namespace parley::test
