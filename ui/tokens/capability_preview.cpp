#include "ui/tokens/capability_preview.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/models/token_text.h"

namespace parley::ui {
namespace {

QString capabilityText(const char *text)
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
                lines.append({false, capabilityText("publish to or read %1").arg(address.topic)});
            else if (!reads)
                lines.append({false, capabilityText("read %1").arg(address.topic)});
            else if (!publishes)
                lines.append({false, capabilityText("publish to %1").arg(address.topic)});
        }
    }
}

} // namespace

QList<Capability> capabilities(const client::TokenRequest &request,
                               const QList<client::TopicAddress> &topics, int atMost)
{
    if (request.admin)
        return {{true, capabilityText("publish to and read every topic")},
                {true, capabilityText("read the broker's own topics")},
                {true, capabilityText("create and delete topics, tokens, webhooks and rooms")}};
    QList<Capability> lines;
    for (const auto &grant : request.grants)
        lines.append({true, grantText(grant)});
    for (const auto &text : areaTexts(request.areas))
        lines.append({true, text});
    for (const auto &name : request.templates)
        lines.append({true, capabilityText("issue tokens from %1").arg(name)});
    if (lines.isEmpty()) // no need to go through the topics one by one
        return {{false, capabilityText("publish, read or administer anything")}};
    addRefusals(lines, request, topics, atMost - 1);
    QStringList closed;
    for (const auto area : kAdminAreas) {
        if (request.areas[area] != AdminAccess::Write)
            closed.append(areaName(area));
    }
    if (request.areas.isEmpty())
        lines.append({false, capabilityText("administer the broker")});
    else if (!closed.isEmpty())
        lines.append({false, capabilityText("change %1").arg(closed.join(QStringLiteral(", ")))});
    return lines;
}

} // namespace parley::ui
