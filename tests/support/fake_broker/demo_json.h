#pragma once

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

// What the answers and the messages of the demo are written with.
namespace parley::test {

inline qint64 minutesAgo(double minutes)
{
    return QDateTime::currentMSecsSinceEpoch() - qint64(minutes * 60'000);
}

inline QByteArray bytes(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace parley::test
