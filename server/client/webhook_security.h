#pragma once

#include <optional>

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include "server/base/result.h"

namespace parley::client {

class JsonReader;

// A header that every request to the endpoint has.
struct WebhookHeader {
    QString name{};
    std::optional<QString> value{}; // nullopt: a secret one, which the broker does not tell and
                                    // keeps when it is sent back like this
    bool secret = false;

    bool operator==(const WebhookHeader &) const = default;
};

// How the broker shows who it is, beside the signature.
struct WebhookAuthentication {
    QString kind = QStringLiteral("none"); // or "basic", "bearer", "aws"
    QString user{}; // of basic; the access key id of aws
    QString region{}; // of aws, as is the service
    QString service{};
    bool hasSecret = false; // the broker has one
    std::optional<QByteArray> secret{}; // password, token or secret key; to the broker only
};

// What is trusted and shown in a TLS handshake; texts are PEM.
struct WebhookTls {
    QString authorities{}; // trusted beside the system's; empty: none
    QString certificate{}; // shown to the endpoint; empty: none
    bool hasKey = false; // the broker has the certificate's key
    std::optional<QByteArray> key{}; // to the broker only; empty bytes take it away
};

// That a signing secret is there, never the secret.
struct WebhookSecretInfo {
    QDateTime createdAt{};
    QDateTime validUntil{}; // invalid: no end
};

QList<WebhookHeader> webhookHeadersFrom(const JsonReader &reader);
WebhookAuthentication webhookAuthenticationFrom(const QJsonObject &json);
WebhookTls webhookTlsFrom(const QJsonObject &json);
QList<WebhookSecretInfo> webhookSecretsFrom(const JsonReader &reader); // newest first

QJsonArray toJson(const QList<WebhookHeader> &headers);
QJsonObject toJson(const WebhookAuthentication &authentication);
QJsonObject toJson(const WebhookTls &tls);

} // namespace parley::client
