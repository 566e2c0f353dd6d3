#pragma once

#include <QList>
#include <QString>

// Schedules of attempts in words, and own ones from what somebody typed. Seconds. Thread: any.
namespace parley::ui {

//! What is waited between the attempts of a schedule that has a name; empty: one attempt.
QList<int> presetDelays(const QString &schedule);
int presetDeadline(const QString &schedule); // for one attempt

QString wholeSpanText(qint64 seconds); // "75 h 35 min 5 s", nothing is rounded

// An own schedule as typed: "1s, 5s, 30m", where a number alone is seconds.
struct TypedDelays {
    QList<int> seconds{};
    QString problem{}; // a sentence; "" when it is one
};
TypedDelays delaysFrom(const QString &typed);
QString typedText(const QList<int> &seconds); // the other way round

//! "10 attempts within 75 h 35 min 5 s: at once, then after 5 s, 5 min, ..."
QString attemptsText(const QList<int> &delays);

} // namespace parley::ui
