#include "server/client/chat_message.h"

#include <QJsonDocument>

#include "server/base/random.h"
#include "server/base/ulid.h"
#include "server/client/json_reader.h"

namespace parley::client {
namespace {

ChatMessage plainMessage(const Item &item)
{
    ChatMessage message;
    message.id = QStringLiteral("%1-%2").arg(item.position.page).arg(item.position.sequence);
    message.senderId = item.publisherId;
    message.senderName = item.publisherId;
    message.text = item.isText ? item.text()
                               : QStringLiteral("(%1 bytes, not text)").arg(item.payload.size());
    message.translationStatus = QStringLiteral("same");
    message.isPlain = true;
    return message;
}

void readSource(const QJsonObject &json, ChatMessage &message)
{
    const JsonReader source(json.value(QLatin1String("source")).toObject(), "source");
    message.sourceLanguage = source.textOr("lang");
    message.sourceText = source.textOr("text");
    message.detectedBy = source.textOr("by");
}

void readTranslation(const QJsonObject &json, ChatMessage &message)
{
    const auto object = json.value(QLatin1String("translation")).toObject();
    const JsonReader translation(object, "translation");
    message.translationStatus = translation.textOr("status", QStringLiteral("same"));
    message.translationReason = translation.textOr("reason");
    message.engine = translation.textOr("engine");
    message.unknownShare = object.value(QLatin1String("unknown")).toDouble();
    message.translationMs = object.value(QLatin1String("ms")).toDouble();
}

ChatMessage envelope(const QJsonObject &json, const Item &item)
{
    const JsonReader reader(json, "chat message");
    const JsonReader sender(json.value(QLatin1String("sender")).toObject(), "sender");
    const JsonReader verdict(json.value(QLatin1String("moderation")).toObject(), "moderation");
    ChatMessage message;
    message.id = reader.textOr("id");
    message.revision = static_cast<int>(reader.numberOr("rev", 1));
    message.kind = reader.textOr("kind", message.kind);
    message.reference = reader.textOr("ref");
    message.senderId = sender.textOr("id", item.publisherId);
    message.senderName = sender.textOr("name", message.senderId);
    message.language = reader.textOr("lang");
    message.text = reader.textOr("text");
    readSource(json, message);
    readTranslation(json, message);
    message.moderation = verdict.textOr("action", QStringLiteral("allow"));
    message.rules = verdict.texts("rules");
    return message;
}

} // namespace

ChatMessage chatMessageFrom(const Item &item)
{
    const auto document = item.isText ? QJsonDocument::fromJson(item.payload) : QJsonDocument();
    const auto json = document.object();
    const bool isEnvelope = json.value(QLatin1String("v")).isDouble()
        && json.value(QLatin1String("text")).isString()
        && !json.value(QLatin1String("id")).toString().isEmpty();
    auto message = isEnvelope ? envelope(json, item) : plainMessage(item);
    message.time = item.time;
    message.position = item.position;
    return message;
}

QByteArray outgoingChatMessage(const QString &id, const QString &language, const QString &text)
{
    QJsonObject json{{QStringLiteral("v"), 1},
                     {QStringLiteral("id"), id},
                     {QStringLiteral("kind"), QStringLiteral("message")},
                     {QStringLiteral("text"), text}};
    if (!language.isEmpty())
        json.insert(QStringLiteral("lang"), language);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QString newChatMessageId()
{
    SystemRandom random;
    return QString::fromStdString(makeUlid(SystemClock().utc(), random));
}

} // namespace parley::client
