#pragma once

#include <QByteArray>

namespace parley::test {

// A blocking TCP connection to 127.0.0.1, so that a test can say anything, byte by byte. Every wait
// ends after kPatienceMs at the latest. Thread: the test's.
class TcpStream final
{
public:
    static constexpr int kPatienceMs = 20'000;

    //! \param receiveBuffer bytes that the kernel holds for us (SO_RCVBUF), 0: its own choice.
    explicit TcpStream(quint16 port, int receiveBuffer = 0);
    ~TcpStream();
    TcpStream(const TcpStream &) = delete;
    TcpStream &operator=(const TcpStream &) = delete;

    bool isOpen() const { return m_socket >= 0; }
    bool send(const QByteArray &bytes); // false: the peer closed it, or did not read in time
    void finishSending(); // our end of the stream

    QByteArray takeThrough(const QByteArray &delimiter); // empty: the stream ended, or too late
    QByteArray take(qsizetype bytes); // the same
    //! Waits for the peer to close. \return false when it did not in time. What came is dropped.
    bool waitForClose();
    bool hasArrived() const; // something that was not taken; asks the kernel, waits for nothing
    //! What was read and not taken.
    const QByteArray &buffered() const { return m_buffer; }

private:
    bool fill(); // one more read

    int m_socket = -1;
    bool m_ended = false; // end of stream or reset
    QByteArray m_buffer;
};

} // namespace parley::test
