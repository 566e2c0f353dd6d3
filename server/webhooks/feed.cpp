#include "server/webhooks/feed.h"

#include <utility>

#include "server/protocol/websocket_frame.h"

namespace parley {

// Told by the topic, on any thread.
class Feed::WakeTap final : public Tap
{
public:
    WakeTap(Executor &executor, std::weak_ptr<Feed *> feed) :
        m_executor(executor), m_feed(std::move(feed))
    {
    }

private:
    void wake() override
    {
        m_executor.post([weak = m_feed] {
            if (const auto feed = weak.lock())
                (*feed)->read();
        });
    }

    Executor &m_executor;
    std::weak_ptr<Feed *> m_feed; // locked on the webhooks thread only
};

Feed::Feed(Parts parts, std::string webhookId, TopicKey key) :
    m_parts(std::move(parts)), m_webhookId(std::move(webhookId)), m_key(std::move(key)),
    m_self(std::make_shared<Feed *>(this))
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryInterval);
    connect(&m_retry, &QTimer::timeout, this, [this] { m_topic ? read() : begin(); });
    begin();
}

Feed::~Feed()
{
    detach();
}

void Feed::begin()
{
    m_parts.journal.feedPosition(
        m_webhookId, m_key,
        [weak = std::weak_ptr(m_self)](Result<std::optional<Position>> position) {
            if (const auto feed = weak.lock())
                (*feed)->positioned(std::move(position));
        });
}

void Feed::positioned(Result<std::optional<Position>> position)
{
    m_topic = position ? m_parts.topics.find(m_key) : nullptr;
    if (!m_topic) {
        m_retry.start(); // the store failed, or nobody has made the topic yet
        return;
    }
    // Where a webhook begins is stored with it; a topic that it has no place in is a newer one.
    attach(position->value_or(Position{m_topic->page(), 0}));
}

void Feed::attach(Position position)
{
    m_topic->hold(m_webhookId, 0); // nothing goes while the cursor is being placed
    m_cursor = m_topic->cursorAt(FromAfter{position});
    m_topic->hold(m_webhookId, m_cursor.sequence());
    m_tap = std::make_shared<WakeTap>(m_parts.executor, m_self);
    m_topic->addTap(m_tap);
    read();
}

void Feed::detach()
{
    if (m_topic && m_tap)
        m_topic->removeTap(*m_tap);
    m_tap.reset();
    m_topic.reset();
    m_cursor = {};
}

void Feed::resume()
{
    if (!std::exchange(m_idle, false))
        return;
    if (!m_topic)
        return begin();
    m_topic->hold(m_webhookId, m_cursor.sequence());
    read();
}

void Feed::webhookDeleted()
{
    if (m_topic)
        m_topic->letGo(m_webhookId);
}

void Feed::read()
{
    if (!m_topic || !m_tap || m_offering || m_idle)
        return;
    m_tap->rearm();
    Cursor next = m_cursor;
    const std::vector<PublishedMessage> batch = nextBatch(next);
    if (batch.empty()) {
        m_cursor = next;
        m_topic->hold(m_webhookId, m_cursor.sequence());
        if (m_topic->isClosed()) { // deleted; another may take its name
            detach();
            m_retry.start();
            if (m_parts.closed)
                m_parts.closed(m_webhookId, m_key);
        }
        return;
    }
    m_offering = true;
    m_parts.offer(m_webhookId, batch, [weak = std::weak_ptr(m_self), next](Result<void> result) {
        if (const auto feed = weak.lock())
            (*feed)->offered(next, result);
    });
}

std::vector<PublishedMessage> Feed::nextBatch(Cursor &cursor)
{
    std::vector<PublishedMessage> batch;
    std::size_t bytes = 0;
    tellGap(cursor);
    while (batch.size() < kBatchMessages && bytes < kBatchBytes) {
        if (cursor.span().bytes.empty() && !m_topic->advance(cursor))
            break;
        tellGap(cursor);
        if (!decodeSpan(cursor, batch, bytes))
            break;
    }
    return batch;
}

// Frames of the log were written by the broker itself: one that does not decode is a bug, and is
// stepped over rather than stopping the feed for good.
bool Feed::decodeSpan(Cursor &cursor, std::vector<PublishedMessage> &batch, std::size_t &bytes)
{
    std::string_view frames = cursor.span().bytes;
    while (!frames.empty()) {
        if (batch.size() >= kBatchMessages || bytes >= kBatchBytes)
            return false;
        const FrameView frame = viewServerFrame(frames.data());
        auto message = m_decoder.decode(frames.substr(frame.headerBytes, frame.bodyBytes));
        cursor.consumeFrame(frame.size());
        frames.remove_prefix(frame.size());
        if (!message) {
            m_parts.log.error("a message of " + m_key.topic.text()
                              + " does not decode: " + message.error().message);
            continue;
        }
        bytes += message->payload.bytes.size();
        batch.push_back(std::move(*message));
    }
    return true;
}

void Feed::offered(const Cursor &next, const Result<void> &result)
{
    m_offering = false;
    if (result) {
        m_cursor = next;
        m_topic->hold(m_webhookId, m_cursor.sequence());
        read();
        return;
    }
    switch (result.error().code) {
    case ErrorCode::FailedPrecondition: // the webhook is disabled
    case ErrorCode::NotFound: // or deleted
        m_idle = true;
        m_topic->letGo(m_webhookId);
        return;
    default: m_retry.start(); return;
    }
}

void Feed::tellGap(Cursor &cursor)
{
    if (const auto gap = cursor.takeGap())
        m_parts.log.warning(
            "webhook " + m_webhookId + " continues at message " + std::to_string(gap->next.sequence)
            + " of page " + std::to_string(gap->next.page) + " after "
            + std::to_string(gap->after.sequence) + " of page " + std::to_string(gap->after.page));
}

} // namespace parley
