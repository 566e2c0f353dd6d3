#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "server/base/executor.h"
#include "server/base/log.h"
#include "server/protocol/item_frame.h"
#include "server/topics/topic_registry.h"
#include "server/types/message.h"
#include "server/webhooks/delivery_journal.h"

namespace parley {

// One webhook's cursor on its topic: reads what readers may see, offers it, and moves on when it is
// stored together with the new position. At most one batch is on its way; what is not offered yet
// is held in the topic, whatever that retains, unless the webhook is disabled. Thread: webhooks.
class Feed final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Feed)

public:
    static constexpr std::size_t kBatchMessages = 64;
    static constexpr std::size_t kBatchBytes = 512 * 1024; // of payloads; the last may go over it
    //! Wait before an offer that was refused is made again, and before looking for a topic again
    //! that is not there.
    static constexpr std::chrono::milliseconds kRetryInterval{1'000};

    using Offered = std::function<void(Result<void>)>;
    struct Parts { // borrowed; outlive the feed
        DeliveryJournal &journal;
        const TopicRegistry &topics;
        Executor &executor; // of the webhooks thread
        std::function<void(const std::string &webhookId, const std::vector<PublishedMessage> &,
                           Offered)>
            offer;
        Log log;
        //! The topic was deleted; the feed waits for another of its name, unless it is deleted.
        std::function<void(const std::string &webhookId, const TopicKey &)> closed{};
    };

    //! Begins behind the position that the journal has; without one at the topic's beginning.
    Feed(Parts parts, std::string webhookId, TopicKey key);
    ~Feed() override;

    const TopicKey &key() const { return m_key; }
    bool isReading() const { return m_tap != nullptr; } // it has found its topic and its place
    void resume(); // the webhook was disabled and is not any more
    void webhookDeleted(); // the topic need not hold anything for it any more

private:
    class WakeTap;

    void begin();
    void positioned(Result<std::optional<Position>> position);
    void attach(Position position);
    void detach();
    void read();
    std::vector<PublishedMessage> nextBatch(Cursor &cursor);
    bool decodeSpan(Cursor &cursor, std::vector<PublishedMessage> &batch, std::size_t &bytes);
    void offered(const Cursor &next, const Result<void> &result);
    void tellGap(Cursor &cursor);

    Parts m_parts;
    std::string m_webhookId;
    TopicKey m_key;
    std::shared_ptr<TopicLog> m_topic; // null while there is none
    std::shared_ptr<WakeTap> m_tap;
    Cursor m_cursor{};
    ItemDecoder m_decoder{};
    bool m_offering = false;
    bool m_idle = false; // disabled or deleted: until resume()
    QTimer m_retry;
    std::shared_ptr<Feed *> m_self; // null inside when this is gone; answers may come later
};

} // namespace parley
