#include "ui/models/delivery_filter.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStringList>

namespace parley::ui {
namespace {

Error wrongLine(const char *text)
{
    return {ErrorCode::InvalidArgument,
            QCoreApplication::translate("DeliveryFilter", text).toStdString()};
}

// The end of the object that begins at \p from; -1: it does not end.
qsizetype endOfObject(const QString &line, qsizetype from)
{
    int depth = 0;
    bool inString = false;
    for (qsizetype at = from; at < line.size(); ++at) {
        const QChar c = line.at(at);
        if (inString && c == u'\\')
            ++at;
        else if (c == u'"')
            inString = !inString;
        else if (!inString && c == u'{')
            ++depth;
        else if (!inString && c == u'}' && --depth == 0)
            return at + 1;
    }
    return -1;
}

Result<void> takePattern(QString &line, client::DeliveryQuery &query)
{
    const qsizetype from = line.indexOf(u'{');
    if (from < 0)
        return {};
    const qsizetype end = endOfObject(line, from);
    const QByteArray pattern = end < 0 ? QByteArray() : line.mid(from, end - from).toUtf8();
    if (!QJsonDocument::fromJson(pattern).isObject())
        return wrongLine(QT_TRANSLATE_NOOP(
            "DeliveryFilter", "The pattern is not complete JSON, such as {\"kind\":[\"order\"]}."));
    query.json = pattern;
    line.remove(from, end - from);
    return {};
}

// \return false: the word is no filter by name, but text.
bool takeNamed(const QString &word, client::DeliveryQuery &query)
{
    const qsizetype colon = word.indexOf(u':');
    const QString name = word.left(colon);
    const QString value = word.mid(colon + 1);
    if (colon <= 0 || value.isEmpty())
        return false;
    if (name == u"topic") {
        const qsizetype slash = value.indexOf(u':'); // topic:NAMESPACE:TOPIC
        query.address = slash < 0 ? client::TopicAddress{QString(), value}
                                  : client::TopicAddress{value.left(slash), value.mid(slash + 1)};
    } else if (name == u"by")
        query.publisherId = value;
    else if (name == u"id")
        query.id = value;
    else if (name == u"reason")
        query.reason = value;
    else if (name == u"outcome")
        query.outcome = value;
    else
        return false;
    return true;
}

bool isIn(const QString &list, const QString &word)
{
    return list.isEmpty() || list.split(u',').contains(word);
}

QString statusClass(const client::DeliveryInfo &delivery)
{
    return delivery.lastStatus > 0
        ? QString::number(delivery.lastStatus / 100) + QLatin1String("xx")
        : QStringLiteral("none");
}

} // namespace

Result<void> readDeliveryLine(const QString &line, client::DeliveryQuery &query)
{
    QString rest = line;
    if (auto ok = takePattern(rest, query); !ok)
        return ok;
    QStringList words;
    for (const QString &word : rest.split(u' ', Qt::SkipEmptyParts)) {
        if (word.startsWith(u"msg_") && query.id.isEmpty())
            query.id = word;
        else if (!takeNamed(word, query))
            words.append(word);
    }
    query.text = words.join(u' ');
    constexpr qsizetype kMaxTextBytes = 256; // the broker takes no more
    if (query.text.toUtf8().size() > kMaxTextBytes)
        return wrongLine(QT_TRANSLATE_NOOP("DeliveryFilter", "That text is too long to look for."));
    return {};
}

bool belongsTo(const client::DeliveryQuery &query, const client::DeliveryInfo &delivery)
{
    const auto asks = [](const QString &wanted, const QString &has) {
        return wanted.isEmpty() || wanted == has;
    };
    // Lives tell what was tried last only where there was an attempt just now.
    const bool isTried = query.status.isEmpty() && query.outcome.isEmpty();
    return query.text.isEmpty() && query.json.isEmpty() && asks(query.webhookId, delivery.webhookId)
        && isIn(query.state, delivery.state) && asks(query.reason, delivery.reason)
        && asks(query.id, delivery.id) && asks(query.address.topic, delivery.address.topic)
        && asks(query.address.nameSpace, delivery.address.nameSpace)
        && asks(query.publisherId, delivery.publisherId)
        && (isTried
            || (isIn(query.outcome, delivery.lastOutcome) && !delivery.lastOutcome.isEmpty()
                && isIn(query.status, statusClass(delivery))));
}

} // namespace parley::ui
