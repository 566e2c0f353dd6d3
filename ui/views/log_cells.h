#pragma once

#include <array>

#include <QByteArray>
#include <QCoreApplication>

#include "ui/views/log_row.h"

namespace parley::ui {

enum class LogColumn : int { Time, Topic, Position, Bytes, Publisher, Payload };
constexpr int kLogColumns = 6;

//! What is shaped of one cell; nobody reads more in one line, and shaping costs by the letter.
constexpr qsizetype kMaxCellLength = 200; // UTF-16 units

// The words of a log row: for the painter, the clipboard and the screen reader. Thread: GUI.
class LogCells
{
    Q_DECLARE_TR_FUNCTIONS(LogCells)

public:
    void setUtc(bool utc);
    bool utc() const { return m_utc; }

    //! Behind what was said: the message holds more than that.
    static inline const QString kEnvelopeSign = QStringLiteral("  {…}");

    static QString title(LogColumn column);
    QString text(const LogRowView &row, LogColumn column) const; // payload cut for display
    QString marker(const LogRowView &row) const; // "disconnected 12:01:04–12:01:09, 214 recovered"
    QString line(const LogRowView &row) const; // whole, for the clipboard; columns parted by tabs
    QString spoken(const LogRowView &row) const;

    QByteArray time(qint64 ms) const; // "12:01:03.221"
    static QByteArray position(const LogRowView &row); // "7:4211"
    static QString topic(const LogRowView &row);

private:
    QByteArray seconds(qint64 ms) const; // "12:01:03"

    bool m_utc = false;
    // The last second that was written out: neighbours in a log mostly share it.
    mutable qint64 m_second = -1;
    mutable QByteArray m_secondText;
};

} // namespace parley::ui
