#include "ui/models/webhook_target.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>

#include "server/types/webhook.h"

namespace parley::ui {
namespace {

const QString kFunction = QStringLiteral("function:");

QString targetWords(const char *text)
{
    return QCoreApplication::translate("WebhookTarget", text);
}

QString functionProblem(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9_-]{1,64}\\z"));
    if (name.isEmpty())
        return targetWords("Name the function after the colon.");
    return pattern.match(name).hasMatch()
        ? QString()
        : targetWords("A function's name has letters a to z, digits, - and _.");
}

const QRegularExpression &lambdaPattern()
{
    static const QRegularExpression pattern(
        QStringLiteral("\\Aarn:aws[a-z-]*:lambda:([a-z0-9-]+):[0-9]{12}:function:"
                       "[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9$_-]{1,128})?\\z"));
    return pattern;
}

bool isIn(const QHostAddress &address, std::initializer_list<const char *> networks)
{
    return std::any_of(networks.begin(), networks.end(), [&](const char *network) {
        return address.isInSubnet(QHostAddress::parseSubnet(QLatin1String(network)));
    });
}

// Link-local addresses, the clouds' metadata among them: no webhook ever reaches those.
bool isNeverCalled(const QHostAddress &address)
{
    return isIn(address, {"169.254.0.0/16", "0.0.0.0/8", "224.0.0.0/4", "fe80::/10", "ff00::/8"});
}

QString levelProblem(const QUrl &url, const QString &level)
{
    const QHostAddress address(url.host());
    if (!address.isNull() && isNeverCalled(address))
        return targetWords("%1 is an address that webhooks never call.").arg(url.host());
    const auto needed = levelNeeded(url.toString());
    if (needed == QLatin1String("local") && level != QLatin1String("local"))
        return targetWords("%1 is this computer: choose “This computer” under Reach to allow it.")
            .arg(url.host());
    if (needed == QLatin1String("lan") && level == QLatin1String("public"))
        return targetWords(
                   "%1 is in your own network: choose “My network” under Reach to allow it.")
            .arg(url.host());
    const int port = url.port(0);
    if (level == QLatin1String("public") && port > 0 && port < 1024 && port != 80 && port != 443)
        return targetWords("Port %1 is not for webhooks: 80, 443 and those from 1024 on are.")
            .arg(port);
    return {};
}

} // namespace

TargetKind targetKindOf(const QString &url)
{
    if (url.startsWith(kFunction))
        return TargetKind::Function;
    return url.startsWith(QLatin1String("arn:")) ? TargetKind::Lambda : TargetKind::Address;
}

QString lambdaRegion(const QString &arn)
{
    return lambdaPattern().match(arn).captured(1);
}

QString levelNeeded(const QString &url)
{
    auto host = QUrl(url, QUrl::StrictMode).host().toLower();
    while (host.endsWith(QLatin1Char('.')))
        host.chop(1);
    if (host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")))
        return QStringLiteral("local");
    const QHostAddress address(host);
    if (address.isNull())
        return {};
    if (address.isLoopback())
        return QStringLiteral("local");
    return isIn(address, {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"})
        ? QStringLiteral("lan")
        : QString();
}

QString webhookUrlProblem(const QString &url, const QString &level)
{
    if (url.toUtf8().size() > qsizetype(Webhook::kMaxUrlBytes))
        return targetWords("The address is too long.");
    if (targetKindOf(url) == TargetKind::Function)
        return functionProblem(url.mid(kFunction.size()));
    if (targetKindOf(url) == TargetKind::Lambda)
        return lambdaPattern().match(url).hasMatch()
            ? QString()
            : targetWords("Write the function's whole ARN: "
                          "arn:aws:lambda:REGION:ACCOUNT:function:NAME.");
    const QUrl parsed(url, QUrl::StrictMode);
    const bool isHttp
        = parsed.scheme() == QLatin1String("http") || parsed.scheme() == QLatin1String("https");
    if (!parsed.isValid() || !isHttp || parsed.host().isEmpty())
        return targetWords("Write an address such as https://example.org/hook, or function:echo.");
    if (!parsed.userInfo().isEmpty())
        return targetWords(
            "Leave user and password out of the address: it is shown and logged. There "
            "are fields for them under Security.");
    if (parsed.hasFragment())
        return targetWords("Leave out what stands behind #: it is not sent.");
    return levelProblem(parsed, level);
}

QString webhookUrlHint(const QString &url, bool sendsSecrets)
{
    const bool isPlain = url.startsWith(QLatin1String("http://"), Qt::CaseInsensitive);
    if (!isPlain || levelNeeded(url) == QLatin1String("local"))
        return {};
    return sendsSecrets
        ? targetWords("Over http everybody on the way can read the messages, and the password too. "
                      "Better use https.")
        : targetWords("Over http everybody on the way can read the messages. Better use https.");
}

} // namespace parley::ui
