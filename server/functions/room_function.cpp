#include "server/functions/room_function.h"

#include <algorithm>
#include <utility>

#include "server/functions/room_notice.h"

namespace parley::functions {
namespace {

// Surer than this, a detection tells the language of the sender's next message too.
constexpr double kSureEnough = 0.8;

std::string keyOf(const Room &room, const ChatEnvelope &envelope)
{
    return room.nameSpace.text() + '\n' + room.name + '\n' + envelope.sender.id.toStdString() + '\n'
        + envelope.id.toStdString() + '\n' + std::to_string(envelope.revision);
}

// The function adds two hops: the topic that it was called for, and itself.
bool isLoop(const ChatEnvelope &envelope)
{
    const auto isMe = [](const ChatHop &hop) { return hop.at.toStdString() == RoomJob::kHopName; };
    return envelope.hops.size() + 2 > envelope.maxHops
        || std::any_of(envelope.hops.begin(), envelope.hops.end(), isMe);
}

// A sender may speak one language here and another there.
std::string speakerOf(const Room &room, const std::string &sender)
{
    return room.nameSpace.text() + '\n' + room.name + '\n' + sender;
}

// What a list blocked is the sender's doing; that nobody could judge it, or look at it, is not.
bool isStrike(const VerdictReport &report)
{
    return report.action == ModerationAction::Block && !report.rule.startsWith(u"moderation/")
        && !report.rule.startsWith(u"review/");
}

FunctionReply replyTo(const RoomJob &job)
{
    FunctionReply reply{job.status(), job.report().toJson().toStdString(), {}};
    for (const LanguageReport &report : job.report().languages) {
        if (reply.status != 200 && reply.error.empty() && !report.error.isEmpty())
            reply.error = report.language.toStdString() + ": " + report.error.toStdString();
    }
    return reply;
}

} // namespace

RoomFunction::RoomFunction(Parts parts) : m_parts(std::move(parts)) {}

RoomFunction::~RoomFunction()
{
    m_mailbox->close();
}

void RoomFunction::invoke(FunctionCall call, FunctionDone done)
{
    PARLEY_ASSERT_OWN_THREAD();
    auto message = readIncomingMessage(call.body);
    if (!message)
        return done(FunctionReply{422, {}, message.error().message});
    const bool isAsPublished = call.nameSpace == message->nameSpace && call.topic == message->topic
        && call.publisherId == message->envelope.sender.id.toStdString();
    if (!isAsPublished) // somebody edited it
        return done(FunctionReply{422, {}, "the body names another topic or publisher"});
    message->hops = call.hops;
    if (call.approvedText)
        approve(*message, *call.approvedText);
    auto room = m_parts.rooms.findByPublishTopic(message->nameSpace, message->topic);
    if (!room)
        return done(FunctionReply{404, {}, "no room takes messages from this topic"});
    if (isLoop(message->envelope))
        return refuseLoop(*room, *message, done);
    if (!m_messages.enter(messageKey(*room, message->envelope), revisionOf(message->envelope)))
        return done(FunctionReply{200, R"({"superseded":true})", {}});
    const std::string sender = message->envelope.sender.id.toStdString();
    if (!message->isApproved && m_standing.isMuted(speakerOf(*room, sender), m_parts.clock.utc()))
        return refuseMuted(*room, *message, done);
    const std::string key = keyOf(*room, message->envelope);
    if (const Remembered *known = m_remembered.find(key);
        known && known->final && !message->isApproved)
        return done(known->reply);
    if (const auto open = m_jobs.find(key); open != m_jobs.end()) {
        open->second.waiting.push_back(std::move(done));
        return;
    }
    if (m_jobs.size() >= kMaxJobs)
        return done(FunctionReply{503, {}, "too many messages are being translated"});
    startJob(key, std::move(*room), std::move(*message), std::move(call.body), std::move(done));
}

void RoomFunction::startJob(const std::string &key, Room room, IncomingMessage message,
                            std::string call, FunctionDone done)
{
    const std::string speaker = speakerOf(room, message.envelope.sender.id.toStdString());
    const std::string *spokenBefore = m_lastLanguage.find(speaker);
    std::string prior = spokenBefore ? *spokenBefore : room.languages.front();
    const Remembered *before = m_remembered.find(key);
    const RoomServices services{m_parts.moderator, m_parts.translator, m_parts.publisher,
                                m_parts.clock,     m_outbox,           m_messages,
                                m_mailbox};
    auto job
        = std::make_shared<RoomJob>(services, std::move(room), std::move(message), std::move(prior),
                                    before ? before->languages : QList<LanguageReport>{});
    OpenJob open{job, std::move(call), {}};
    open.waiting.push_back(std::move(done));
    m_jobs.emplace(key, std::move(open));
    job->start([this, key](const RoomJob &finished) { jobFinished(key, finished); });
}

void RoomFunction::jobFinished(const std::string &key, const RoomJob &job)
{
    if (job.report().action == ModerationAction::Hold && m_parts.onHeld)
        hold(key, job);
    else
        conclude(key, job);
}

// Answered when it is on the disk: what the webhook believes delivered must not be lost.
void RoomFunction::hold(const std::string &key, const RoomJob &job)
{
    const VerdictReport &report = job.report();
    HeldMessage held;
    held.nameSpace = job.room().nameSpace;
    held.room = job.room().name;
    held.messageId = job.message().id.toStdString();
    held.revision = static_cast<std::uint32_t>(job.message().revision);
    held.senderId = job.sender();
    held.senderName = job.message().sender.name.toStdString();
    held.text = report.sourceText.toStdString();
    held.rule = report.rule.toStdString();
    held.category = report.category.toStdString();
    held.severity = report.severity;
    held.call = m_jobs.at(key).call;
    held.hops = job.hops();
    held.heldAt = m_parts.clock.utc();
    m_parts.onHeld(std::move(held), [this, key, mailbox = m_mailbox](Result<void> stored) {
        mailbox->post([this, key, stored = std::move(stored)] { heldIsStored(key, stored); });
    });
}

void RoomFunction::heldIsStored(const std::string &key, const Result<void> &stored)
{
    const auto open = m_jobs.find(key);
    const auto job = open->second.job;
    if (stored)
        return conclude(key, *job);
    if (stored.error().code == ErrorCode::LimitExceeded) {
        job->block(QStringLiteral("review/full"));
        return conclude(key, *job);
    }
    const OpenJob keep = std::move(open->second);
    m_jobs.erase(open);
    for (const FunctionDone &done : keep.waiting)
        done(FunctionReply{
            503, {}, "it could not be kept for a moderator: " + stored.error().message});
}

void RoomFunction::conclude(const std::string &key, const RoomJob &job)
{
    const FunctionReply reply = replyTo(job);
    const VerdictReport &report = job.report();
    const bool isFinal = reply.status == 200; // a person may try the others again
    m_remembered.put(key, Remembered{reply, report.languages, isFinal},
                     key.size() + reply.body.size() * 3); // the languages hold what the body says
    if (report.language.by != "prior" && report.language.confidence >= kSureEnough)
        m_lastLanguage.put(speakerOf(job.room(), job.sender()), report.language.code,
                           job.room().name.size() + job.sender().size());
    const auto open = m_jobs.find(key);
    const OpenJob keep = std::move(open->second); // the job lives until its waiters were told
    m_jobs.erase(open);
    if (reply.status != 503) {
        tellAuthor(job.room(), job.message(), report);
        m_standing.note(speakerOf(job.room(), job.sender()), isStrike(report),
                        job.room().moderation, m_parts.clock.utc());
        if (m_parts.onVerdict)
            m_parts.onVerdict(QByteArray::fromStdString(reply.body));
    }
    for (const FunctionDone &done : keep.waiting)
        done(reply);
}

// A member's token made his topic. Whoever publishes with another has none, and is told nothing.
void RoomFunction::tellAuthor(const Room &room, const ChatEnvelope &message,
                              const VerdictReport &report)
{
    m_parts.publisher.publish(
        {room.noticesTopic(message.sender.id.toStdString()),
         Payload{PayloadKind::Text, roomNotice(message, report).toStdString()},
         {},
         room.functionTokenId,
         {}},
        [](const Result<Position> &) {});
}

void RoomFunction::refuseMuted(const Room &room, const IncomingMessage &message,
                               const FunctionDone &done)
{
    const VerdictReport report = blockedBy(room, message, QStringLiteral("sender/muted"));
    tellAuthor(room, message.envelope, report);
    const QByteArray json = report.toJson();
    if (m_parts.onVerdict)
        m_parts.onVerdict(json);
    done(FunctionReply{200, json.toStdString(), {}});
}

VerdictReport RoomFunction::blockedBy(const Room &room, const IncomingMessage &message,
                                      const QString &rule) const
{
    VerdictReport report;
    report.id = message.envelope.id;
    report.room = QString::fromStdString(room.name);
    report.nameSpace = QString::fromStdString(message.nameSpace);
    report.topic = QString::fromStdString(message.topic);
    report.sequence = message.envelope.sequence;
    report.publisherId = message.envelope.sender.id;
    report.action = ModerationAction::Block;
    report.rule = rule;
    report.timeMs = epochMilliseconds(m_parts.clock.utc());
    return report;
}

void RoomFunction::refuseLoop(const Room &room, const IncomingMessage &message,
                              const FunctionDone &done)
{
    const VerdictReport report = blockedBy(room, message, QStringLiteral("hops/loop"));
    const QByteArray json = report.toJson();
    if (m_parts.onVerdict)
        m_parts.onVerdict(json);
    done(FunctionReply{422, json.toStdString(),
                       "this message came through this function before, or through too many"});
}

} // namespace parley::functions
