#pragma once

#include <cstdint>

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include "server/base/result.h"
#include "server/client/grant_info.h"
#include "server/client/token_request.h"

namespace parley::client {

// What has to be said when a token is issued from a template.
struct TemplateVariable {
    QString name{};
    QString each{}; // not "": a list, whose element the patterns call by this name

    bool isList() const { return !each.isEmpty(); }
    friend bool operator==(const TemplateVariable &, const TemplateVariable &) = default;
};

// What tokens of a kind have in common; label, publisherId, room and grants may hold {variables}.
struct TemplateInfo {
    QString name{}; // [a-z0-9-]{1,64}
    QString title{};
    QString description{};
    QList<TemplateVariable> variables{};
    QString kind = QStringLiteral("disposable");
    QString label{};
    QString publisherId{};
    QString room{}; // "" or "namespace/name"
    QList<GrantInfo> grants{};
    qint64 validForSeconds = 3600; // when the request says nothing
    qint64 maxValidForSeconds = 86'400;
    bool oneUse = false;
    std::uint32_t maxConnections = 0;
    std::uint32_t publishPerSecond = 0;
    std::uint32_t requestsPerSecond = 0;
    QStringList allowedOrigins{};

    QString shownTitle() const { return title.isEmpty() ? name : title; }
};

using TemplateValues = QMap<QString, QStringList>; // by variable; one element unless it is a list

Result<TemplateInfo> templateInfoFrom(const QJsonObject &json);
QJsonObject toJson(const TemplateInfo &info);
//! The member "variables" of a request to issue from \p info.
QJsonObject variablesJson(const TemplateInfo &info, const TemplateValues &values);

//! What the broker will issue, for previews only: a hole without a value stays as it is written.
TokenRequest expanded(const TemplateInfo &info, const TemplateValues &values);

} // namespace parley::client
