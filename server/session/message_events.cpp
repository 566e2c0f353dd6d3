#include "server/session/message_events.h"

#include "server/base/encoding.h"
#include "server/protocol/item_frame.h"
#include "server/protocol/json_writer.h"
#include "server/protocol/websocket_frame.h"

namespace parley {
namespace {

// The first bytes of a text, not ending inside a character.
std::string_view cutText(std::string_view text, std::size_t maxBytes)
{
    if (text.size() <= maxBytes)
        return text;
    std::size_t end = maxBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end);
}

std::string eventJson(const PublishedMessage &message)
{
    const std::string_view bytes = message.payload.bytes;
    const bool isText = message.payload.kind == PayloadKind::Text;
    const std::string_view shown = isText ? cutText(bytes, MessageEvents::kShownBytes)
                                          : bytes.substr(0, MessageEvents::kShownBytes);
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("namespace", message.key.nameSpace.text())
        .member("topic", message.key.topic.text())
        .member("page", message.position.page)
        .member("sequence", message.position.sequence)
        .member("time", message.time)
        .member("publisherId", message.publisherId)
        .member("bytes", bytes.size())
        .member("kind", std::string_view(isText ? "text" : "binary"));
    if (isText)
        writer.member("text", shown);
    else
        writer.member("base64", base64(shown));
    writer.member("truncated", shown.size() < bytes.size()).endObject();
    return json;
}

} // namespace

class MessageEvents::Watch final : public Tap, public std::enable_shared_from_this<Watch>
{
public:
    Watch(MessageEvents &events, EventLoop &loop, std::shared_ptr<TopicLog> topicLog) :
        log(std::move(topicLog)), cursor(log->cursorAt(FromLatest{})), m_events(&events),
        m_loop(loop)
    {
    }
    void detach() { m_events = nullptr; }

    const std::shared_ptr<TopicLog> log;
    Cursor cursor;

private:
    void wake() override
    {
        if (m_loop.isOwnThread())
            mark();
        else
            m_loop.post([self = shared_from_this()] { self->mark(); });
    }
    void mark()
    {
        if (m_events)
            m_events->m_changed.push_back(shared_from_this());
    }

    MessageEvents *m_events;
    EventLoop &m_loop;
};

MessageEvents::MessageEvents(EventLoop &loop, TopicRegistry &registry, EventTopics &events) :
    m_loop(loop), m_registry(registry), m_events(events)
{
    m_loop.addTurnObserver(*this);
}

MessageEvents::~MessageEvents()
{
    m_loop.removeTurnObserver(*this);
    for (const auto &[log, watch] : m_watches)
        forget(*watch);
}

void MessageEvents::topicCreated(const std::shared_ptr<TopicLog> &log)
{
    std::lock_guard guard(m_lock);
    if (m_watching)
        watch(log);
}

void MessageEvents::subscribed(const TopicKey &key)
{
    if (key.topic.isSystem() && isWatched())
        startWatching();
}

void MessageEvents::startWatching()
{
    std::lock_guard guard(m_lock);
    if (m_watching.exchange(true))
        return;
    for (const auto &log : m_registry.all())
        watch(log);
}

void MessageEvents::watch(const std::shared_ptr<TopicLog> &log)
{
    if (log->key().topic.isSystem() || m_watches.contains(log.get()))
        return;
    auto entry = std::make_shared<Watch>(*this, m_loop, log);
    m_watches[log.get()] = entry;
    log->addTap(entry);
}

void MessageEvents::stopWatching()
{
    std::lock_guard guard(m_lock);
    if (isWatched()) // anew: who subscribes on another loop is counted before he comes here
        return;
    for (const auto &[log, watch] : m_watches)
        forget(*watch);
    m_watches.clear();
    m_changed.clear();
    m_watching = false;
}

void MessageEvents::forget(Watch &watch)
{
    watch.detach();
    watch.log->removeTap(watch);
}

void MessageEvents::turnEnded()
{
    const bool watched = isWatched();
    if (watched != m_watching.load(std::memory_order_relaxed)) {
        if (watched)
            startWatching();
        else
            stopWatching();
    }
    for (const auto &changed : std::exchange(m_changed, {}))
        read(*changed);
}

void MessageEvents::read(Watch &watch)
{
    watch.rearm();
    do {
        const CursorSpan span = watch.cursor.span();
        std::string_view bytes = span.bytes;
        while (!bytes.empty()) {
            const FrameView frame = viewServerFrame(bytes.data());
            if (auto item = m_decoder.decode(bytes.substr(frame.headerBytes, frame.bodyBytes)))
                m_events.publish(EventTopic::Messages, eventJson(*item));
            bytes.remove_prefix(frame.size());
        }
        watch.cursor.consume(span);
    } while (watch.log->advance(watch.cursor));
    if (watch.log->isClosed()) {
        forget(watch);
        std::lock_guard guard(m_lock);
        m_watches.erase(watch.log.get());
    }
}

} // namespace parley
