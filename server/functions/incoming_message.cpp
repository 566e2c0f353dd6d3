#include "server/functions/incoming_message.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "server/base/digest.h"
#include "server/base/ulid.h"

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

Error invalid(const char *message)
{
    return Error{ErrorCode::InvalidArgument, message};
}

bool isControl(QChar c)
{
    const ushort u = c.unicode();
    return (u < 0x20 && u != '\n' && u != '\t') || (u >= 0x7f && u < 0xa0);
}

// A round trip through UTF-8 replaces lone surrogates.
QString cleaned(const QString &text)
{
    QString clean = QString::fromUtf8(text.toUtf8());
    clean.removeIf(isControl);
    return clean;
}

QString derivedId(const QJsonObject &body, qint64 sequence, qint64 publishedAt)
{
    const QByteArray place = body.value("cache"_L1).toString().toUtf8() + '\n'
        + body.value("topic"_L1).toString().toUtf8() + '\n' + QByteArray::number(sequence) + '\n'
        + QByteArray::number(publishedAt);
    const Sha256Digest digest = sha256({place.constData(), std::size_t(place.size())});
    const auto randomPart = std::span(digest).first<10>();
    return QString::fromStdString(makeUlid(fromEpochMilliseconds(publishedAt), randomPart));
}

Result<ChatEnvelope> readText(const QString &text, const QString &derived)
{
    const QByteArray bytes = text.toUtf8();
    if (ChatEnvelope::isEnvelope(bytes))
        return ChatEnvelope::parse(bytes);
    ChatEnvelope plain;
    plain.id = derived;
    plain.text = text;
    return plain;
}

Result<void> checkKind(const ChatEnvelope &envelope)
{
    const bool isAbout = envelope.kind == "edit"_L1 || envelope.kind == "delete"_L1;
    if (!isAbout && envelope.kind != "message"_L1)
        return invalid("chat envelope: the kinds that rooms take are message, edit and delete");
    if ((isAbout || !envelope.ref.isEmpty()) && !ChatEnvelope::isId(envelope.ref))
        return invalid("chat envelope: ref must be the id of a message");
    if (envelope.kind == "edit"_L1 && envelope.revision < 2)
        return invalid("chat envelope: an edit has a rev of 2 or more");
    return {};
}

} // namespace

Result<IncomingMessage> readIncomingMessage(const std::string &body)
{
    const QJsonDocument document
        = QJsonDocument::fromJson(QByteArray(body.data(), qsizetype(body.size())));
    if (!document.isObject())
        return invalid("the body is not a JSON object");
    const QJsonObject json = document.object();
    const qint64 sequence = json.value("topic_sequence_number"_L1).toInteger();
    const qint64 publishedAt = json.value("publish_timestamp"_L1).toInteger();
    if (!json.value("cache"_L1).isString() || !json.value("topic"_L1).isString()
        || !json.value("token_id"_L1).isString() || !json.value("text"_L1).isString())
        return invalid("the body needs the strings cache, topic, token_id and text");
    if (sequence < 1 || publishedAt < 1)
        return invalid("the body needs topic_sequence_number and publish_timestamp");
    auto envelope
        = readText(json.value("text"_L1).toString(), derivedId(json, sequence, publishedAt));
    if (!envelope)
        return Error{envelope.error().code, "chat envelope: " + envelope.error().message};
    if (auto ok = checkKind(*envelope); !ok)
        return ok.error();
    envelope->sender.id = json.value("token_id"_L1).toString();
    envelope->sender.name = cleaned(envelope->sender.name);
    envelope->text = cleaned(envelope->text);
    envelope->sequence = sequence;
    envelope->ts.published = publishedAt;
    return IncomingMessage{json.value("cache"_L1).toString().toStdString(),
                           json.value("topic"_L1).toString().toStdString(), *envelope};
}

void approve(IncomingMessage &message, const std::string &text)
{
    message.envelope.text = cleaned(QString::fromStdString(text));
    message.isApproved = true;
}

} // namespace parley::functions
