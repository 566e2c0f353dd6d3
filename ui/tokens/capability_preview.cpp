#include "ui/tokens/capability_preview.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/models/token_model.h"

namespace parley::ui {
namespace {

QString previewText(const char *text)
{
    return QCoreApplication::translate("CapabilityPreview", text);
}

bool allows(const client::TokenRequest &request, const QString &role,
            const client::TopicAddress &address)
{
    return std::any_of(request.grants.cbegin(), request.grants.cend(),
                       [&](const auto &grant) { return grant.allows(role, address); });
}

// "friends-publish" and "friends-subscribe-en" belong together: same text up to the first '-' or
// '/'.
QString family(const QString &topic)
{
    qsizetype end = 0;
    while (end < topic.size() && topic.at(end) != QLatin1Char('-')
           && topic.at(end) != QLatin1Char('/'))
        ++end;
    return topic.left(end);
}

bool isNear(const client::TokenRequest &request, const client::TopicAddress &address)
{
    return std::any_of(request.grants.cbegin(), request.grants.cend(), [&](const auto &grant) {
        return !grant.topic.isEmpty() && family(grant.topic) == family(address.topic);
    });
}

void addRefusals(QList<Capability> &lines, const client::TokenRequest &request,
                 const QList<client::TopicAddress> &topics, int atMost)
{
    for (const bool nearOnes : {true, false}) {
        for (const auto &address : topics) {
            if (lines.size() >= atMost)
                return;
            if (isNear(request, address) != nearOnes)
                continue;
            const bool publishes = allows(request, QStringLiteral("publish"), address);
            const bool reads = allows(request, QStringLiteral("subscribe"), address);
            if (!publishes && !reads)
                lines.append({false, previewText("publish or read %1").arg(address.topic)});
            else if (!reads)
                lines.append({false, previewText("read %1").arg(address.topic)});
            else if (!publishes)
                lines.append({false, previewText("publish %1").arg(address.topic)});
        }
    }
}

} // namespace

QList<Capability> capabilities(const client::TokenRequest &request,
                               const QList<client::TopicAddress> &topics, int atMost)
{
    if (request.admin)
        return {{true, previewText("publish and read every topic")},
                {true, previewText("read the broker's own topics")},
                {true, previewText("make and delete topics, tokens, webhooks and rooms")}};
    QList<Capability> lines;
    for (const auto &grant : request.grants)
        lines.append({true, TokenModel::grantText(grant)});
    addRefusals(lines, request, topics, atMost - 1);
    lines.append({false, previewText("administer the broker")});
    return lines;
}

} // namespace parley::ui
