#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "server/base/thread_affine.h"
#include "server/functions/function.h"
#include "server/functions/lru_cache.h"
#include "server/functions/room_directory.h"
#include "server/functions/room_job.h"
#include "server/functions/sender_standing.h"
#include "server/types/held_message.h"

namespace parley::functions {

// Makes a room out of topics: takes each message of the room's publish topic from its webhook,
// judges, detects, translates, and publishes one copy for each language. Thread: functions.
//
// - Who spoke is the publisher id that the broker stamped, never what the text claims.
// - A message is known by room, sender, id and revision, as long as it is remembered, which is not
//   over a restart. Delivered again, it is not published again: the answer of the first time is
//   given, or only the languages that failed are repeated.
// - What a sender says arrives in the order in which the webhook delivered it, in each language; a
//   message that is delivered again later than others comes behind them.
// - What is held waits for a moderator. When he lets it pass it comes again, with his text.
// - A message that is held or blocked goes to no language. Its author is told on a topic of his own
//   (Room::noticesTopic), the owner by the verdict (`$events/verdicts`, the delivery's answer).
// - An edit is judged and translated as a message is; a delete goes to every language as it is.
// Both
//   are about a message of the same sender, and an older text never comes behind a newer one.
// - Who is blocked too often in a row, as the room counts it, is muted for a while: what he says
// then
//   is blocked unread.
// - Answers: 200 with the verdict; 422 malformed, or a loop; 404 no room on this topic; 503 when a
//   publish may succeed later or too much is going on; 500 when it reached no language at all. A
//   language that failed for good stands in the verdict of a 200.
class RoomFunction final : public Function
{
public:
    //! Messages on their way at once. Each holds up to a few copies of its text for at most the
    //! translator's deadline.
    static constexpr std::size_t kMaxJobs = 256;
    //! Messages whose second delivery is recognised. The longest schedule of retries spans days,
    //! but a redelivery comes soon: this is an hour at one message a second.
    static constexpr std::size_t kMaxRemembered = 4096;
    static constexpr std::size_t kMaxRememberedBytes = 16 * 1024 * 1024;
    static constexpr std::size_t kMaxSenders = 1024; // whose last language is remembered

    //! Keeps a held message for a moderator. `done` may be called on any thread; with LimitExceeded
    //! the message is blocked, with any other Error it is delivered again.
    using HoldHook = std::function<void(HeldMessage, std::function<void(Result<void>)> done)>;
    using VerdictHook = std::function<void(QByteArray json)>; // called on the functions thread

    struct Parts { // all borrowed, all outlive the function
        const RoomDirectory &rooms;
        const Moderator &moderator;
        Translator &translator;
        Publisher &publisher;
        const Clock &clock;
        VerdictHook onVerdict{};
        HoldHook onHeld{}; // none: what is held stays in the delivery log only
    };

    explicit RoomFunction(Parts parts);
    ~RoomFunction() override;

    void invoke(FunctionCall call, FunctionDone done) override;

private:
    struct OpenJob {
        std::shared_ptr<RoomJob> job;
        std::string call{}; // the webhook's body, for the moderators' list
        std::vector<FunctionDone> waiting; // more than one when delivered again meanwhile
    };
    struct Remembered {
        FunctionReply reply{};
        QList<LanguageReport> languages{};
        bool final = false; // false: an attempt that may be repeated for what failed
    };

    void startJob(const std::string &key, Room room, IncomingMessage message, std::string call,
                  FunctionDone done);
    void jobFinished(const std::string &key, const RoomJob &job);
    void hold(const std::string &key, const RoomJob &job);
    void heldIsStored(const std::string &key, const Result<void> &stored);
    void conclude(const std::string &key, const RoomJob &job);
    void tellAuthor(const Room &room, const ChatEnvelope &message, const VerdictReport &report);
    VerdictReport blockedBy(const Room &room, const IncomingMessage &message,
                            const QString &rule) const;
    void refuseMuted(const Room &room, const IncomingMessage &message, const FunctionDone &done);
    void refuseLoop(const Room &room, const IncomingMessage &message, const FunctionDone &done);

    const Parts m_parts;
    OrderedOutbox m_outbox;
    MessageBook m_messages;
    SenderStanding m_standing;
    std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
    std::unordered_map<std::string, OpenJob> m_jobs;
    LruCache<std::string, Remembered> m_remembered{kMaxRemembered, kMaxRememberedBytes};
    LruCache<std::string, std::string> m_lastLanguage{kMaxSenders,
                                                      kMaxRememberedBytes}; // by room and sender
    ThreadAffine m_thread;
};

} // namespace parley::functions
