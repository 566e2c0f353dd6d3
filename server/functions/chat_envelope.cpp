#include "server/functions/chat_envelope.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace parley {
namespace {

using namespace Qt::StringLiterals;

Error invalid(const char *message)
{
    return Error{ErrorCode::InvalidArgument, message};
}

QStringList toStrings(const QJsonValue &value)
{
    QStringList strings;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array)
        strings.append(item.toString());
    return strings;
}

QJsonArray toArray(const QList<ChatSpan> &spans)
{
    QJsonArray array;
    for (const ChatSpan &span : spans)
        array.append(QJsonArray{qint64(span.begin), qint64(span.end)});
    return array;
}

QList<ChatSpan> toSpans(const QJsonValue &value)
{
    QList<ChatSpan> spans;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array) {
        const QJsonArray pair = item.toArray();
        spans.append({qsizetype(pair.at(0).toInteger()), qsizetype(pair.at(1).toInteger())});
    }
    return spans;
}

Result<QList<ChatHop>> toHops(const QJsonValue &value)
{
    const QJsonArray array = value.toArray();
    if (array.size() > ChatEnvelope::kMaxHops)
        return invalid("hops: more than 16");
    QList<ChatHop> hops;
    for (const QJsonValue &item : array) {
        const QJsonObject hop = item.toObject();
        const QString at = hop.value("at"_L1).toString();
        if (at.isEmpty() || at.size() > 160) // the longest topic name and some room
            return invalid("hops: each one needs a name in at");
        hops.append({at, hop.value("seq"_L1).toInteger()});
    }
    return hops;
}

void readFunctionFields(const QJsonObject &json, ChatEnvelope &envelope)
{
    envelope.room = json.value("room"_L1).toString();
    envelope.sequence = json.value("pos"_L1)["seq"_L1].toInteger();
    const QJsonObject source = json.value("source"_L1).toObject();
    envelope.source = {source.value("lang"_L1).toString(), source.value("confidence"_L1).toDouble(),
                       source.value("by"_L1).toString(), source.value("text"_L1).toString()};
    const QJsonObject translation = json.value("translation"_L1).toObject();
    envelope.translation
        = {translation.value("engine"_L1).toString(),  translation.value("pair"_L1).toString(),
           toStrings(translation.value("via"_L1)),     translation.value("status"_L1).toString(),
           translation.value("reason"_L1).toString(),  translation.value("quality"_L1).toString(),
           translation.value("unknown"_L1).toDouble(), translation.value("ms"_L1).toInteger()};
    const QJsonObject moderation = json.value("moderation"_L1).toObject();
    envelope.moderation
        = {moderation.value("action"_L1).toString(u"allow"_s),
           toStrings(moderation.value("rules"_L1)), toSpans(moderation.value("spans"_L1))};
}

// "name" at the top is what a client sends; the function sends a "sender".
ChatSender readSender(const QJsonObject &json)
{
    const QJsonObject sender = json.value("sender"_L1).toObject();
    const QString name = sender.value("name"_L1).toString(json.value("name"_L1).toString());
    return {sender.value("id"_L1).toString(), name};
}

ChatTimes readTimes(const QJsonObject &json)
{
    const QJsonObject ts = json.value("ts"_L1).toObject();
    return {ts.value("client"_L1).toInteger(), ts.value("published"_L1).toInteger(),
            ts.value("moderated"_L1).toInteger(), ts.value("translated"_L1).toInteger()};
}

Result<ChatEnvelope> readEnvelope(const QJsonObject &json)
{
    ChatEnvelope envelope;
    envelope.id = json.value("id"_L1).toString();
    envelope.revision = json.value("rev"_L1).toInt(1);
    envelope.kind = json.value("kind"_L1).toString();
    envelope.ref = json.value("ref"_L1).toString();
    envelope.sender = readSender(json);
    envelope.lang = json.value("lang"_L1).toString();
    envelope.text = json.value("text"_L1).toString();
    envelope.ts = readTimes(json);
    envelope.maxHops = std::clamp(json.value("max_hops"_L1).toInt(ChatEnvelope::kDefaultMaxHops), 1,
                                  ChatEnvelope::kMaxHops);
    readFunctionFields(json, envelope);
    const auto hops = toHops(json.value("hops"_L1));
    if (!hops)
        return hops.error();
    envelope.hops = *hops;
    return envelope;
}

QJsonObject sourceJson(const ChatSource &source)
{
    return {{u"lang"_s, source.lang},
            {u"confidence"_s, source.confidence},
            {u"by"_s, source.by},
            {u"text"_s, source.text}};
}

QJsonObject translationJson(const ChatTranslation &translation)
{
    return {{u"engine"_s, translation.engine},
            {u"pair"_s, translation.pair},
            {u"via"_s, QJsonArray::fromStringList(translation.via)},
            {u"status"_s, translation.status},
            {u"reason"_s, translation.reason},
            {u"quality"_s, translation.quality},
            {u"unknown"_s, translation.unknown},
            {u"ms"_s, translation.ms}};
}

QJsonArray hopsJson(const QList<ChatHop> &hops)
{
    QJsonArray array;
    for (const ChatHop &hop : hops) {
        QJsonObject json{{u"at"_s, hop.at}};
        if (hop.sequence > 0)
            json.insert("seq"_L1, hop.sequence);
        array.append(json);
    }
    return array;
}

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace

bool ChatEnvelope::isId(const QString &id)
{
    const auto allowed = [](QChar c) {
        const ushort u = c.unicode();
        return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9')
            || u == '-' || u == '_';
    };
    return !id.isEmpty() && id.size() <= ChatEnvelope::kMaxIdLength
        && std::all_of(id.begin(), id.end(), allowed);
}

bool ChatEnvelope::isEnvelope(const QByteArray &text)
{
    const QByteArray trimmed = text.trimmed();
    return trimmed.startsWith('{') && QJsonDocument::fromJson(trimmed).object().contains("v"_L1);
}

Result<ChatEnvelope> ChatEnvelope::parse(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return invalid("the envelope is not a JSON object");
    const QJsonObject json = document.object();
    if (json.value("v"_L1).toInt() != 1)
        return invalid("v: only version 1 is known");
    if (!json.value("text"_L1).isString())
        return invalid("text: a string is needed");
    auto envelope = readEnvelope(json);
    if (!envelope)
        return envelope;
    if (!isId(envelope->id))
        return invalid("id: 1 to 64 letters, digits, - or _ are needed");
    if (envelope->revision < 1 || envelope->revision > 1'000'000)
        return invalid("rev: a number from 1 to 1,000,000 is needed");
    if (envelope->kind.isEmpty())
        return invalid("kind: missing");
    if (envelope->sender.name.size() > kMaxNameLength)
        return invalid("name: at most 64 characters");
    return envelope;
}

QByteArray ChatEnvelope::toClientJson() const
{
    QJsonObject json{{u"v"_s, 1}, {u"id"_s, id}, {u"kind"_s, kind}, {u"text"_s, text}};
    if (revision > 1)
        json.insert("rev"_L1, revision);
    if (!ref.isEmpty())
        json.insert("ref"_L1, ref);
    if (!lang.isEmpty())
        json.insert("lang"_L1, lang);
    if (!sender.name.isEmpty())
        json.insert("name"_L1, sender.name);
    if (ts.client > 0)
        json.insert("ts"_L1, QJsonObject{{u"client"_s, ts.client}});
    return compact(json);
}

QByteArray ChatEnvelope::toJson() const
{
    QJsonObject json{{u"v"_s, 1},       {u"id"_s, id},     {u"rev"_s, revision}, {u"room"_s, room},
                     {u"kind"_s, kind}, {u"lang"_s, lang}, {u"text"_s, text}};
    if (!ref.isEmpty())
        json.insert("ref"_L1, ref);
    json.insert("sender"_L1, QJsonObject{{u"id"_s, sender.id}, {u"name"_s, sender.name}});
    json.insert("source"_L1, sourceJson(source));
    json.insert("translation"_L1, translationJson(translation));
    json.insert("moderation"_L1,
                QJsonObject{{u"action"_s, moderation.action},
                            {u"rules"_s, QJsonArray::fromStringList(moderation.rules)},
                            {u"spans"_s, toArray(moderation.spans)}});
    json.insert("ts"_L1,
                QJsonObject{{u"client"_s, ts.client},
                            {u"published"_s, ts.published},
                            {u"moderated"_s, ts.moderated},
                            {u"translated"_s, ts.translated}});
    json.insert("pos"_L1, QJsonObject{{u"seq"_s, sequence}});
    json.insert("hops"_L1, hopsJson(hops));
    json.insert("max_hops"_L1, maxHops);
    return compact(json);
}

} // namespace parley
