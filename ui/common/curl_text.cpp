#include "ui/common/curl_text.h"

namespace parley::ui {
namespace {

bool isSecret(const QString &header)
{
    const auto name = header.toLower();
    return name == QLatin1String("authorization") || name == QLatin1String("cookie")
        || name == QLatin1String("proxy-authorization");
}

bool isSignature(const QString &header)
{
    return header.endsWith(QLatin1String("-signature"), Qt::CaseInsensitive);
}

bool isProof(const QString &header)
{
    return isSignature(header)
        || header.compare(QLatin1String("webhook-id"), Qt::CaseInsensitive) == 0
        || header.compare(QLatin1String("webhook-timestamp"), Qt::CaseInsensitive) == 0;
}

bool isImplied(const QString &header) // curl makes these itself
{
    const auto name = header.toLower();
    return name == QLatin1String("host") || name == QLatin1String("content-length")
        || name == QLatin1String("connection");
}

// Name and whole line of each; the first line of a head is the request's.
QList<QPair<QString, QString>> fieldsOf(const QString &head)
{
    QList<QPair<QString, QString>> fields;
    const auto lines = head.split(QLatin1Char('\n'));
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const auto line = lines.at(i).trimmed();
        const auto name = line.left(line.indexOf(QLatin1Char(':')));
        if (!name.isEmpty())
            fields.append({name, line});
    }
    return fields;
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

QString requestCurl(const QString &url, const QString &requestHead, const QByteArray &body,
                    const QStringList &proof)
{
    auto text = QStringLiteral("curl -X POST");
    for (const auto &[name, line] : fieldsOf(requestHead)) {
        const bool isReplaced = proof.isEmpty() ? isSignature(name) : isProof(name);
        if (!isReplaced && !isSecret(name) && !isImplied(name))
            text += QStringLiteral(" -H ") + shellQuoted(line);
    }
    for (const QString &line : proof)
        text += QStringLiteral(" -H ") + shellQuoted(line);
    text += QStringLiteral(" --data-binary ") + shellQuoted(QString::fromUtf8(body));
    return text + QLatin1Char(' ') + shellQuoted(url);
}

QStringList proofOf(const QString &requestHead)
{
    QStringList proof;
    for (const auto &[name, line] : fieldsOf(requestHead))
        if (isProof(name))
            proof.append(line);
    return proof;
}

} // namespace parley::ui
