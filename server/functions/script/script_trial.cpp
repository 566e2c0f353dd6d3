#include "server/functions/script/script_trial.h"

#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace parley::functions {
namespace {

std::string trialJson(const ScriptAnswer &answer)
{
    const FunctionReply reply = replyTo(answer);
    QJsonArray log;
    for (const std::string &line : answer.log)
        log.append(QString::fromStdString(line));
    QJsonArray messages;
    for (const ScriptMessage &message : answer.messages)
        messages.append(QJsonObject{{u"namespace"_s, QString::fromStdString(message.nameSpace)},
                                    {u"topic"_s, QString::fromStdString(message.topic)},
                                    {u"payload"_s, QString::fromStdString(message.payload)}});
    const QJsonObject json{{u"status"_s, reply.status},
                           {u"body"_s, QString::fromStdString(reply.body)},
                           {u"error"_s, QString::fromStdString(reply.error)},
                           {u"log"_s, log},
                           {u"messages"_s, messages},
                           {u"milliseconds"_s, double(answer.microseconds) / 1000.0}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

ScriptTrial::ScriptTrial(QString program, ScriptSlots &slots) :
    m_program(std::move(program)), m_slots(slots)
{
}

void ScriptTrial::invoke(FunctionCall call, FunctionDone done)
{
    if (m_open.size() >= kMaxOpen)
        return done(FunctionReply{503, {}, "too many tests at once"});
    const QJsonObject asked
        = QJsonDocument::fromJson(QByteArray::fromStdString(call.body)).object();
    const ScriptSource source{asked[u"source"].toString().toStdString(),
                              std::uint32_t(asked[u"milliseconds"].toInt(1000)),
                              std::uint32_t(asked[u"megabytes"].toInt(64))};
    m_open.push_back(std::make_unique<ScriptRunner>(m_program, source, m_slots));
    const auto place = std::prev(m_open.end());
    (*place)->run({kDeliveryId, 1, asked[u"body"].toString().toStdString()},
                  [this, place, done = std::move(done)](const ScriptAnswer &answer) {
                      finish(place, answer, done);
                  });
}

// The runner is at the end of a call of its own: it goes later.
void ScriptTrial::finish(Runners::iterator place, const ScriptAnswer &answer,
                         const FunctionDone &done)
{
    place->release()->deleteLater();
    m_open.erase(place);
    done(FunctionReply{200, trialJson(answer), {}});
}

} // namespace parley::functions
