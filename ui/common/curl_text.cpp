#include "ui/common/curl_text.h"

namespace parley::ui {
namespace {

bool isSecret(const QString &header)
{
    const auto name = header.toLower();
    return name == QLatin1String("authorization") || name == QLatin1String("cookie")
        || name == QLatin1String("proxy-authorization")
        || name.endsWith(QLatin1String("-signature"));
}

bool isImplied(const QString &header) // curl makes these itself
{
    const auto name = header.toLower();
    return name == QLatin1String("host") || name == QLatin1String("content-length")
        || name == QLatin1String("connection");
}

} // namespace

QString shellQuoted(const QString &text)
{
    auto quoted = text;
    quoted.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString publishCurl(const QUrl &broker, const client::TopicAddress &address,
                    const QByteArray &payload, bool isText)
{
    const auto url = QStringLiteral("%1/v1/publish/%2/%3")
                         .arg(broker.toString(QUrl::RemovePath), address.nameSpace, address.topic);
    auto text = QStringLiteral("curl -H \"Authorization: Bearer $PARLEY_TOKEN\" ");
    if (isText) {
        text += QStringLiteral("-H 'Content-Type: text/plain' --data-binary ")
            + shellQuoted(QString::fromUtf8(payload));
    } else { // bytes do not survive a shell word
        text = QStringLiteral("printf %s ") + shellQuoted(QString::fromLatin1(payload.toBase64()))
            + QStringLiteral(" | base64 -d | ") + text
            + QStringLiteral("-H 'Content-Type: application/octet-stream' --data-binary @-");
    }
    return text + QLatin1Char(' ') + shellQuoted(url);
}

QString requestCurl(const QString &url, const QString &requestHead, const QByteArray &body)
{
    auto text = QStringLiteral("curl -X POST");
    const auto lines = requestHead.split(QLatin1Char('\n'));
    for (qsizetype i = 1; i < lines.size(); ++i) { // the first is the request line
        const auto line = lines.at(i).trimmed();
        const auto name = line.left(line.indexOf(QLatin1Char(':')));
        if (name.isEmpty() || isSecret(name) || isImplied(name))
            continue;
        text += QStringLiteral(" -H ") + shellQuoted(line);
    }
    text += QStringLiteral(" --data-binary ") + shellQuoted(QString::fromUtf8(body));
    return text + QLatin1Char(' ') + shellQuoted(url);
}

} // namespace parley::ui
