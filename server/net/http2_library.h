#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nghttp2/nghttp2.h>

#include "server/protocol/http_response.h"

namespace parley {

// What nghttp2 reads off the wire, as the session hears it. Called while nghttp2 works: answers may
// be submitted, nothing may be sent or received.
class Http2Events
{
public:
    virtual void requestBegun(std::int32_t id) = 0;
    //! \param valid false: nghttp2 would drop it. \return false: the stream is reset.
    virtual bool fieldRead(std::int32_t id, std::string_view name, std::string_view value,
                           bool valid)
        = 0;
    virtual void headRead(std::int32_t id, bool endStream) = 0;
    virtual void bodyRead(std::int32_t id, std::string_view bytes) = 0;
    virtual void bodyEnded(std::int32_t id) = 0;
    //! A stream was reset, by the client or because of what it sent. \return false: one too many.
    virtual bool resetByClient() = 0;
    virtual bool settingsRead() = 0; // the client's; false: one too many
    virtual void answerSent(std::int32_t id) = 0; // to its last byte
    virtual void streamClosed(std::int32_t id) = 0; // the last call for it

protected:
    ~Http2Events() = default; // never deleted through this interface
};

// What is asked of nghttp2 (Debian's 1.52 has all of it), and what its clients are told.
namespace http2 {
inline constexpr std::uint32_t kStreams = 1000; // an SDK's channel has 100, and resets overlap
inline constexpr std::uint64_t kResetBurst = 1000; // a client may leave all its streams at once
inline constexpr std::uint64_t kResetsPerSecond = 33; // nghttp2's own figure
//! Each may change the windows of all streams, 32 times. A library sends a few, in the beginning.
inline constexpr std::uint64_t kSettingsBurst = 100;
inline constexpr std::uint64_t kSettingsPerSecond = 1; // who measures his line adapts his window
inline constexpr std::size_t kContinuations = 8; // frames behind a HEADERS; 16 KiB need one
inline constexpr std::size_t kQueuedAcks = 1000; // of SETTINGS and PING; nobody sends as many
inline constexpr std::int32_t kConnectionWindow = 1024 * 1024; // body bytes on their way to us

//! Of a \p failure of nghttp2 after which its session is of no more use.
std::uint32_t goAwayCode(ssize_t failure);
//! By hand, because it must go out when nghttp2 has given up. Source: RFC 9113, section 6.8.
std::string goAwayFrame(std::uint32_t lastStream, std::uint32_t code);
} // namespace http2

struct Http2SessionDeleter {
    void operator()(nghttp2_session *session) const { nghttp2_session_del(session); }
};
using Http2SessionPtr = std::unique_ptr<nghttp2_session, Http2SessionDeleter>;

//! A server's session that speaks to \p events, its SETTINGS submitted.
Http2SessionPtr makeHttp2Session(Http2Events &events);

//! "100 Continue".
void submitContinue(nghttp2_session &session, std::int32_t id);

// The fields of an answer as nghttp2 takes them. It points into itself.
class Http2Fields final
{
public:
    //! Names come in lower case; fields of a connection are left out (RFC 9113, section 8.2.2).
    explicit Http2Fields(const HttpResponse &response);
    Http2Fields(const Http2Fields &) = delete;
    Http2Fields &operator=(const Http2Fields &) = delete;

    const nghttp2_nv *data() const { return m_pairs.data(); }
    std::size_t size() const { return m_pairs.size(); }

private:
    std::vector<HttpHeader> m_fields;
    std::vector<nghttp2_nv> m_pairs;
};

} // namespace parley
