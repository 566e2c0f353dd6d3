#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/base/clock.h"
#include "server/functions/incoming_message.h"
#include "server/functions/mailbox.h"
#include "server/functions/message_book.h"
#include "server/functions/ordered_outbox.h"
#include "server/functions/verdict_report.h"
#include "server/topics/publisher.h"
#include "server/types/room.h"

namespace parley::functions {

// What every job of the room function works with; all borrowed, all outlive the jobs.
struct RoomServices {
    const Moderator &moderator;
    Translator &translator;
    Publisher &publisher;
    const Clock &clock;
    OrderedOutbox &outbox;
    MessageBook &messages;
    std::shared_ptr<Mailbox> mailbox; // to the functions thread, for the publisher's answers
};

//! For the MessageBook: the original that \p message is, edits or deletes. It is its sender's: an
//! edit of what another said is an edit of nothing.
std::string messageKey(const Room &room, const ChatEnvelope &message);
int revisionOf(const ChatEnvelope &message); // of that original

// One message on its way through a room: judge - detect - for each language translate, judge again,
// publish. The languages run side by side; what fails in one never touches another.
// Thread: functions. Always held by a shared_ptr: answers that come late find it gone, not
// dangling.
class RoomJob final : public std::enable_shared_from_this<RoomJob>
{
public:
    static constexpr std::string_view kHopName = "fn:room"; // its own name in the hop list

    //! \param prior language to assume when nothing speaks against it
    //! \param before what an earlier attempt published already: not published again
    RoomJob(RoomServices services, Room room, IncomingMessage message, std::string prior,
            QList<LanguageReport> before);

    //! \p finished runs once, perhaps before start() returns.
    void start(std::function<void(const RoomJob &)> finished);

    const VerdictReport &report() const { return m_report; }
    const Room &room() const { return m_room; }
    const std::string &sender() const { return m_sender; }
    const ChatEnvelope &message() const { return m_message; }
    std::uint8_t hops() const { return static_cast<std::uint8_t>(m_hops - 1); } // of the message
    bool isApproved() const { return m_isApproved; }
    void block(const QString &rule); // what was held cannot wait for a moderator
    int status() const; // 200; 503 when trying again may help; 500 when nobody was reached

private:
    ModerationScope scope() const { return {m_room.languages, m_room.moderation}; }
    bool isDelete() const;
    void enterLanes();
    void sendDelete(qsizetype index);
    bool judgeSource(); // false: the message ends here
    void judgeName();
    void detect();
    void startLanguage(qsizetype index);
    TranslationTask taskFor(const QString &target) const;
    void languageTranslated(qsizetype index, Translation translation);
    bool judgeTarget(qsizetype index, ModerationVerdict &verdict, const QString &text);
    void send(qsizetype index, const ModerationVerdict &verdict);
    void publishNow(qsizetype index, const PublishRequest &request);
    void published(qsizetype index, const Result<Position> &result);
    void refuse(qsizetype index, const QString &error, bool retryable);
    void languageDone();

    RoomServices m_services;
    const Room m_room;
    ChatEnvelope m_message;
    const std::string m_sender;
    const bool m_isApproved;
    const std::uint8_t m_hops; // of what it publishes
    const std::string m_prior;
    ModerationVerdict m_verdict; // of the source
    QString m_source; // masked
    VerdictReport m_report;
    QList<OrderedOutbox::Ticket> m_tickets; // one for each language of the report
    std::function<void(const RoomJob &)> m_finished;
    qint64 m_moderatedAt = 0;
    qsizetype m_open = 0; // languages not done yet, and one for start() itself
};

} // namespace parley::functions
