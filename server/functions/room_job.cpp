#include "server/functions/room_job.h"

#include <algorithm>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/functions/outgoing_envelope.h"
#include "server/functions/text/protected_spans.h"
#include "server/functions/utf8_text.h"

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

QList<LanguageReport> reportsFor(const Room &room, const QList<LanguageReport> &before)
{
    QList<LanguageReport> reports;
    for (const std::string &code : room.languages) {
        const QString language = toText(code);
        const auto done = std::find_if(before.begin(), before.end(), [&](const auto &report) {
            return report.published && report.language == language;
        });
        reports.append(done == before.end() ? LanguageReport{language} : *done);
    }
    return reports;
}

// The same for every attempt, also after a restart, so that a topic takes each copy once.
std::optional<IdempotencyKey> publishKey(const Room &room, const ChatEnvelope &message,
                                         const std::string &sender, const std::string &language)
{
    const std::string place = room.nameSpace.text() + '\n' + room.name + '\n' + language + '\n'
        + sender + '\n' + message.id.toStdString() + '\n' + std::to_string(message.revision);
    const auto key = IdempotencyKey::parse(hex(sha256(place)));
    return key ? std::optional(*key) : std::nullopt;
}

ModerationVerdict approved(const std::string &text)
{
    ModerationVerdict verdict;
    verdict.text = text;
    return verdict;
}

} // namespace

std::string messageKey(const Room &room, const ChatEnvelope &message)
{
    const bool isOriginal = message.kind == QLatin1String("message");
    return room.nameSpace.text() + '\n' + room.name + '\n' + message.sender.id.toStdString() + '\n'
        + (isOriginal ? message.id : message.ref).toStdString();
}

int revisionOf(const ChatEnvelope &message)
{
    return message.kind == QLatin1String("delete") ? MessageBook::kDeleted : message.revision;
}

RoomJob::RoomJob(RoomServices services, Room room, IncomingMessage message, std::string prior,
                 QList<LanguageReport> before) :
    m_services(std::move(services)),
    m_room(std::move(room)), m_message(std::move(message.envelope)),
    m_sender(m_message.sender.id.toStdString()), m_isApproved(message.isApproved),
    m_hops(static_cast<std::uint8_t>(message.hops + 1)), m_prior(std::move(prior))
{
    m_report.id = m_message.id;
    m_report.room = toText(m_room.name);
    m_report.nameSpace = toText(message.nameSpace);
    m_report.topic = toText(message.topic);
    m_report.sequence = m_message.sequence;
    m_report.publisherId = m_message.sender.id;
    m_report.sourceText = m_message.text;
    m_report.languages = reportsFor(m_room, before);
    m_report.timeMs = epochMilliseconds(m_services.clock.utc());
}

void RoomJob::start(std::function<void(const RoomJob &)> finished)
{
    m_finished = std::move(finished);
    m_open = 1;
    if (!isDelete() && !judgeSource()) {
        languageDone();
        return;
    }
    judgeName();
    if (!isDelete())
        detect();
    enterLanes();
    for (qsizetype i = 0; i < m_report.languages.size(); ++i)
        isDelete() ? sendDelete(i) : startLanguage(i);
    languageDone();
}

bool RoomJob::isDelete() const
{
    return m_message.kind == QLatin1String("delete");
}

// All lanes are entered before anything is translated: order is the order of arrival.
void RoomJob::enterLanes()
{
    for (const LanguageReport &report : std::as_const(m_report.languages))
        m_tickets.append(
            report.published
                ? 0
                : m_services.outbox.enter(
                    m_room.subscribeTopic(report.language.toStdString()).nameSpace.text() + '\n'
                    + m_room.name + '\n' + report.language.toStdString() + '\n' + m_sender));
}

// Nothing of it is left to judge or to translate, and every language gets it: whatever was ever
// delivered there must go.
void RoomJob::sendDelete(qsizetype index)
{
    LanguageReport &report = m_report.languages[index];
    if (report.published)
        return;
    ++m_open;
    report.translation.status = TranslationStatus::Same;
    m_message.text.clear();
    send(index, ModerationVerdict{});
}

bool RoomJob::judgeSource()
{
    const std::string text = m_message.text.toStdString();
    auto verdict = m_isApproved ? Result<ModerationVerdict>(approved(text))
                                : m_services.moderator.judge(text, scope());
    m_moderatedAt = epochMilliseconds(m_services.clock.utc());
    if (!verdict) {
        m_report.note = toText("not judged: " + verdict.error().message);
        ModerationVerdict unjudged;
        unjudged.text = text;
        if (m_room.moderation.failClosed)
            unjudged.action = ModerationAction::Block;
        unjudged.findings.push_back(
            {"moderation/not-judged", "not-judged", 0, unjudged.action, {}});
        verdict = unjudged;
    }
    m_verdict = *verdict;
    m_report.setVerdict(m_verdict);
    m_source = toText(m_verdict.text);
    return m_verdict.action < ModerationAction::Hold;
}

// A name that must not be shown gives way to the publisher id; the message itself goes on.
void RoomJob::judgeName()
{
    QString &name = m_message.sender.name;
    if (name.isEmpty())
        name = m_message.sender.id;
    if (!m_room.moderation.checksNames)
        return;
    const auto verdict = m_services.moderator.judge(name.toStdString(), scope());
    if (!verdict)
        name = m_room.moderation.failClosed ? m_message.sender.id : name;
    else if (verdict->action >= ModerationAction::Hold)
        name = m_message.sender.id;
    else
        name = toText(verdict->text);
}

void RoomJob::detect()
{
    const std::string text = withoutProtectedSpans(m_source.toStdString());
    const std::string declared = m_message.lang.toStdString();
    m_report.language = detectLanguage(DetectionInput{text, declared, m_prior, m_room.languages});
}

void RoomJob::startLanguage(qsizetype index)
{
    const LanguageReport &report = m_report.languages.at(index);
    if (report.published)
        return;
    ++m_open;
    TranslationTask task = taskFor(report.language);
    m_services.translator.translate(std::move(task),
                                    [weak = weak_from_this(), index](Translation translation) {
                                        if (const auto self = weak.lock())
                                            self->languageTranslated(index, std::move(translation));
                                    });
}

TranslationTask RoomJob::taskFor(const QString &target) const
{
    const std::string &source = m_report.language.code;
    const std::string wanted = target.toStdString();
    TranslationTask task;
    task.text = m_source;
    task.source = toText(source);
    task.target = target;
    task.glossary = glossaryTerms(m_room.glossary, source, wanted);
    if (const EngineRoute *route = m_room.routeFor(source, wanted)) {
        task.engines.emplace();
        for (const std::string &id : route->engines)
            task.engines->append(toText(id));
    }
    return task;
}

void RoomJob::languageTranslated(qsizetype index, Translation translation)
{
    const QString text = translation.text;
    const bool translated = isTranslated(translation.status);
    translation.text.clear();
    m_report.languages[index].translation = std::move(translation);
    ModerationVerdict verdict = m_verdict; // an original was judged already, by all lists
    if (translated && !judgeTarget(index, verdict, text))
        return;
    send(index, verdict);
}

bool RoomJob::judgeTarget(qsizetype index, ModerationVerdict &verdict, const QString &text)
{
    auto judged = m_services.moderator.judge(text.toStdString(), scope());
    LanguageReport &report = m_report.languages[index];
    if (!judged && m_room.moderation.failClosed) {
        report.action = ModerationAction::Block;
        refuse(index, toText("translation not judged: " + judged.error().message), false);
        return false;
    }
    verdict = judged ? *judged : ModerationVerdict{};
    if (!judged)
        verdict.text = text.toStdString();
    if (m_isApproved && verdict.action == ModerationAction::Hold)
        verdict.action = ModerationAction::Mask; // a person has read it; its words are masked
    report.action = verdict.action;
    if (const ModerationFinding *worst = strictest(verdict.findings))
        report.rule = toText(worst->rule);
    if (verdict.action < ModerationAction::Hold)
        return true;
    m_services.outbox.leave(m_tickets.at(index)); // judged, so final: not an error
    languageDone();
    return false;
}

void RoomJob::send(qsizetype index, const ModerationVerdict &verdict)
{
    const OutgoingParts parts{m_message, m_report, index, m_verdict, verdict, m_moderatedAt};
    ChatEnvelope envelope = outgoingEnvelope(parts);
    envelope.ts.translated = epochMilliseconds(m_services.clock.utc());
    const QByteArray json = envelope.toJson();
    const std::string code = m_report.languages.at(index).language.toStdString();
    PublishRequest request{
        m_room.subscribeTopic(code), Payload{PayloadKind::Text, json.toStdString()},
        publishKey(m_room, m_message, m_sender, code), m_room.functionTokenId, m_hops};
    m_services.outbox.ready(m_tickets.at(index),
                            [self = shared_from_this(), index, request = std::move(request)] {
                                self->publishNow(index, request);
                            });
}

// Here everybody before in the lane has gone: the last moment at which a newer revision is known.
void RoomJob::publishNow(qsizetype index, const PublishRequest &request)
{
    if (!m_services.messages.isCurrent(messageKey(m_room, m_message), revisionOf(m_message))) {
        m_report.languages[index].superseded = true;
        m_report.languages[index].error = toText("a newer revision came first");
        languageDone();
        return;
    }
    // The answer comes on the I/O loop. It holds the job weakly and enters by the mailbox.
    m_services.publisher.publish(
        request,
        [mailbox = m_services.mailbox, weak = weak_from_this(), index](Result<Position> result) {
            mailbox->post([weak, index, result] {
                if (const auto job = weak.lock())
                    job->published(index, result);
            });
        });
}

void RoomJob::block(const QString &rule)
{
    m_report.action = ModerationAction::Block;
    m_report.rule = rule;
}

void RoomJob::published(qsizetype index, const Result<Position> &result)
{
    LanguageReport &report = m_report.languages[index];
    report.published = bool(result);
    if (!result) {
        report.error = toText(result.error().message);
        // The room may have got another token since the job began: it is asked for anew.
        report.retryable
            = result.error().retryable() || result.error().code == ErrorCode::Unauthenticated;
    }
    languageDone();
}

void RoomJob::refuse(qsizetype index, const QString &error, bool retryable)
{
    LanguageReport &report = m_report.languages[index];
    report.error = error;
    report.retryable = retryable;
    m_services.outbox.leave(m_tickets.at(index));
    languageDone();
}

void RoomJob::languageDone()
{
    if (--m_open == 0)
        m_finished(*this);
}

// What is final in one language is said in the verdict and touches no other: a topic that somebody
// deleted must not open the breaker of the whole room. Only a message that reached nobody failed.
int RoomJob::status() const
{
    bool failed = false;
    bool published = false;
    for (const LanguageReport &report : m_report.languages) {
        if (report.retryable)
            return 503;
        published = published || report.published;
        failed = failed
            || (!report.error.isEmpty() && !report.superseded
                && report.action < ModerationAction::Hold);
    }
    return failed && !published ? 500 : 200;
}

} // namespace parley::functions
