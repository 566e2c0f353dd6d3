#include "server/net/http2_library.h"

#include <array>

#include "server/protocol/http_fields.h"
#include "server/protocol/limits.h"

namespace parley {
namespace {

Http2Events &eventsOf(void *data)
{
    return *static_cast<Http2Events *>(data);
}

std::string_view viewOf(const std::uint8_t *bytes, std::size_t size)
{
    return {reinterpret_cast<const char *>(bytes), size};
}

std::uint8_t *mutableBytes(const std::string &text) // nghttp2 copies and does not write
{
    return reinterpret_cast<std::uint8_t *>(const_cast<char *>(text.data()));
}

bool isRequest(const nghttp2_frame &frame)
{
    return frame.hd.type == NGHTTP2_HEADERS && frame.headers.cat == NGHTTP2_HCAT_REQUEST;
}

int onBeginHeaders(nghttp2_session *, const nghttp2_frame *frame, void *data)
{
    if (isRequest(*frame))
        eventsOf(data).requestBegun(frame->hd.stream_id);
    return 0;
}

int takeField(const nghttp2_frame &frame, std::string_view name, std::string_view value, bool valid,
              void *data)
{
    if (!isRequest(frame)) // trailers say nothing to us
        return 0;
    return eventsOf(data).fieldRead(frame.hd.stream_id, name, value, valid)
        ? 0
        : NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}

int onHeader(nghttp2_session *, const nghttp2_frame *frame, const std::uint8_t *name,
             std::size_t nameSize, const std::uint8_t *value, std::size_t valueSize, std::uint8_t,
             void *data)
{
    return takeField(*frame, viewOf(name, nameSize), viewOf(value, valueSize), true, data);
}

int onInvalidHeader(nghttp2_session *, const nghttp2_frame *frame, const std::uint8_t *name,
                    std::size_t nameSize, const std::uint8_t *value, std::size_t valueSize,
                    std::uint8_t, void *data)
{
    return takeField(*frame, viewOf(name, nameSize), viewOf(value, valueSize), false, data);
}

int onFrame(nghttp2_session *, const nghttp2_frame *frame, void *data)
{
    const bool endStream = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    Http2Events &events = eventsOf(data);
    if (isRequest(*frame))
        events.headRead(frame->hd.stream_id, endStream);
    else if ((frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA) && endStream)
        events.bodyEnded(frame->hd.stream_id);
    else if (frame->hd.type == NGHTTP2_RST_STREAM && !events.resetByClient())
        return NGHTTP2_ERR_CALLBACK_FAILURE;
    else if (frame->hd.type == NGHTTP2_SETTINGS && (frame->hd.flags & NGHTTP2_FLAG_ACK) == 0
             && !events.settingsRead())
        return NGHTTP2_ERR_CALLBACK_FAILURE;
    return 0;
}

int onData(nghttp2_session *, std::uint8_t, std::int32_t id, const std::uint8_t *bytes,
           std::size_t size, void *data)
{
    eventsOf(data).bodyRead(id, viewOf(bytes, size));
    return 0;
}

// A client may also have us reset its streams, by an error in each (CVE-2025-8671).
bool isClientsFault(const nghttp2_frame &frame)
{
    if (frame.hd.type != NGHTTP2_RST_STREAM)
        return false;
    switch (frame.rst_stream.error_code) {
    case NGHTTP2_NO_ERROR: // answered before its end
    case NGHTTP2_CANCEL: // a deadline of ours
    case NGHTTP2_REFUSED_STREAM: return false; // nothing was done for it
    default: return true;
    }
}

int onSent(nghttp2_session *, const nghttp2_frame *frame, void *data)
{
    const bool endStream = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (endStream && (frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA))
        eventsOf(data).answerSent(frame->hd.stream_id);
    if (isClientsFault(*frame) && !eventsOf(data).resetByClient())
        return NGHTTP2_ERR_CALLBACK_FAILURE;
    return 0;
}

int onStreamClose(nghttp2_session *, std::int32_t id, std::uint32_t, void *data)
{
    eventsOf(data).streamClosed(id);
    return 0;
}

void setCallbacks(nghttp2_session_callbacks *callbacks)
{
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, onBeginHeaders);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, onHeader);
    nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, onInvalidHeader);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, onFrame);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, onData);
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, onSent);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, onStreamClose);
}

void submitSettings(nghttp2_session *session)
{
    const std::array<nghttp2_settings_entry, 3> settings{
        {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, http2::kStreams},
         {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, std::uint32_t(limits::kHeaderBytes)},
         {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1}}};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
    nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0, http2::kConnectionWindow);
}

void appendNumber(std::string &out, std::uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>((number >> shift) & 0xff);
}

} // namespace

std::uint32_t http2::goAwayCode(ssize_t failure)
{
    switch (failure) {
    case NGHTTP2_ERR_FLOODED:
    case NGHTTP2_ERR_TOO_MANY_CONTINUATIONS:
    case NGHTTP2_ERR_CALLBACK_FAILURE: // resetByClient() or settingsRead() said so
        return NGHTTP2_ENHANCE_YOUR_CALM;
    case NGHTTP2_ERR_BAD_CLIENT_MAGIC: return NGHTTP2_PROTOCOL_ERROR;
    default: return NGHTTP2_INTERNAL_ERROR;
    }
}

std::string http2::goAwayFrame(std::uint32_t lastStream, std::uint32_t code)
{
    std::string frame{0, 0, 8, NGHTTP2_GOAWAY, 0, 0, 0, 0, 0};
    appendNumber(frame, lastStream);
    appendNumber(frame, code);
    return frame;
}

Http2SessionPtr makeHttp2Session(Http2Events &events)
{
    nghttp2_session_callbacks *callbacks = nullptr;
    nghttp2_option *option = nullptr;
    nghttp2_session *session = nullptr;
    if (nghttp2_session_callbacks_new(&callbacks) == 0 && nghttp2_option_new(&option) == 0) {
        setCallbacks(callbacks);
        // Twice ours, which says ENHANCE_YOUR_CALM where nghttp2 says INTERNAL_ERROR: nghttp2
        // counts whole seconds, and must never be the first.
        nghttp2_option_set_stream_reset_rate_limit(option, 2 * http2::kResetBurst,
                                                   2 * http2::kResetsPerSecond);
        nghttp2_option_set_max_continuations(option, http2::kContinuations);
        nghttp2_option_set_max_outbound_ack(option, http2::kQueuedAcks);
        nghttp2_option_set_no_closed_streams(option, 1);
        nghttp2_session_server_new2(&session, callbacks, &events, option);
    }
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(callbacks);
    if (session)
        submitSettings(session);
    return Http2SessionPtr(session);
}

void submitContinue(nghttp2_session &session, std::int32_t id)
{
    const std::string name = ":status";
    const std::string value = "100";
    const nghttp2_nv field{mutableBytes(name), mutableBytes(value), name.size(), value.size(),
                           NGHTTP2_NV_FLAG_NONE};
    nghttp2_submit_headers(&session, NGHTTP2_FLAG_NONE, id, nullptr, &field, 1, nullptr);
}

Http2Fields::Http2Fields(const HttpResponse &response)
{
    m_fields.push_back({":status", std::to_string(response.status)});
    for (HttpHeader &field : httpFields(response))
        m_fields.push_back({lowerCased(field.name), std::move(field.value)});
    std::erase_if(m_fields, [](const HttpHeader &field) {
        return field.name == "upgrade" || field.name == "connection";
    });
    for (const HttpHeader &field : m_fields)
        m_pairs.push_back({mutableBytes(field.name), mutableBytes(field.value), field.name.size(),
                           field.value.size(), NGHTTP2_NV_FLAG_NONE});
}

} // namespace parley
