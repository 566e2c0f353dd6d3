#include "server/functions/script/script_answer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/types/script_limits.h"

using namespace Qt::StringLiterals;

namespace parley::functions {
namespace {

using Outcome = ScriptAnswer::Outcome;

std::optional<Outcome> outcomeFrom(const QString &word)
{
    if (word == u"ok"_s)
        return Outcome::Ok;
    if (word == u"error"_s)
        return Outcome::Threw;
    if (word == u"timeout"_s)
        return Outcome::TimedOut;
    if (word == u"bad_body"_s)
        return Outcome::BadBody;
    return std::nullopt;
}

std::optional<std::vector<ScriptMessage>> messagesFrom(const QJsonArray &array)
{
    if (array.size() > qsizetype(script_limits::kMessages))
        return std::nullopt;
    std::vector<ScriptMessage> messages;
    std::size_t bytes = 0;
    for (const auto &element : array) {
        const QJsonObject one = element.toObject();
        messages.push_back({one[u"namespace"].toString().toStdString(),
                            one[u"topic"].toString().toStdString(),
                            one[u"payload"].toString().toStdString()});
        bytes += messages.back().payload.size();
    }
    if (bytes > script_limits::kMessageBytes)
        return std::nullopt;
    return messages;
}

std::optional<std::vector<std::string>> logFrom(const QJsonArray &array)
{
    if (array.size() > qsizetype(script_limits::kLogLines) + 1) // and that there was more
        return std::nullopt;
    std::vector<std::string> lines;
    for (const auto &element : array) {
        lines.push_back(element.toString().toStdString());
        if (lines.back().size() > script_limits::kLogLineBytes)
            return std::nullopt;
    }
    return lines;
}

} // namespace

std::optional<ScriptAnswer> readScriptAnswer(const QByteArray &line, std::uint64_t call)
{
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    const auto outcome = outcomeFrom(json[u"outcome"].toString());
    if (!outcome || json[u"call"].toInteger(-1) != qint64(call))
        return std::nullopt;
    auto messages = messagesFrom(json[u"messages"].toArray());
    auto log = logFrom(json[u"log"].toArray());
    ScriptAnswer answer{*outcome, json[u"value"].toString().toStdString(),
                        json[u"error"].toString().toStdString()};
    constexpr std::size_t kLine = 32; // " (line 123456)" behind an error
    if (!messages || !log || answer.value.size() > script_limits::kValueBytes
        || answer.error.size() > script_limits::kErrorBytes + kLine)
        return std::nullopt;
    answer.messages = std::move(*messages);
    answer.log = std::move(*log);
    answer.microseconds = json[u"microseconds"].toInteger();
    return answer;
}

// A script that fails is tried again by the schedule: its owner may mend it meanwhile, or what it
// found missing may come. What can never be read is final.
FunctionReply replyTo(const ScriptAnswer &answer)
{
    switch (answer.outcome) {
    case Outcome::Ok: return {200, answer.value, {}};
    case Outcome::BadBody: return {400, {}, "the body is no JSON object or array"};
    case Outcome::Threw: return {500, {}, answer.error};
    case Outcome::TimedOut: return {504, {}, answer.error};
    case Outcome::Died: return {500, {}, answer.error};
    case Outcome::Busy: return {503, {}, answer.error};
    case Outcome::NotStarted: return {503, {}, answer.error};
    }
    return {500, {}, {}};
}

} // namespace parley::functions
