#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::bench {

// A TCP connection to a port of this machine. It blocks while it is set up; what follows is read
// and written by whoever takes its descriptor. A Failure when the other side goes or says nothing.
class Loopback
{
public:
    explicit Loopback(std::uint16_t port);
    ~Loopback();
    Loopback(Loopback &&other) noexcept;
    Loopback(const Loopback &) = delete;
    Loopback &operator=(const Loopback &) = delete;

    void send(std::string_view bytes);
    //! Up to and with \p end; what came behind it stays for the next call.
    std::string readThrough(std::string_view end);
    std::string readToEnd(); // until the other side closes

    //! The upgrade request and its answer. \param headers lines of ours, each with its CRLF.
    void becomeWebSocket(std::uint16_t port, const std::string &path, const std::string &headers);

    int handle() const { return m_handle; }
    void stopBlocking();

    static bool answers(std::uint16_t port); // somebody listens there
    static std::uint16_t freePort();

private:
    bool readSome();

    int m_handle = -1;
    std::string m_read;
};

//! One request to an HTTP server on this machine, on a connection of its own.
//! \return the body; a Failure when the status is not 2xx.
std::string httpRequest(std::uint16_t port, const std::string &method, const std::string &path,
                        const std::string &token, const std::string &body);

} // namespace parley::bench
