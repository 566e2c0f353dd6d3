#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QByteArray>
#include <QRegularExpression>
#include <QString>

#include "server/base/result.h"
#include "ui/views/byte_search.h"
#include "ui/views/log_record.h"
#include "ui/views/log_snapshot.h"

namespace parley::ui {

// What the live log's filter line says. Terms are separated by blanks and all must hold:
//   hello          the row's payload or publisher contains it, A = a for ASCII letters
//   "two words"    the same, blanks included
//   /hola\d+/      the payload, when it is text, matches the expression; /.../i ignores case
//   topic:friends-*  the topic is, or with * begins with, this
//   publisher:ana  the publisher id contains it
// Markers (gap, disconnected) are in every result, because a hole is news for every filter.
// Thread: any; a copy per thread (copies share the compiled expression).
class LogFilter
{
public:
    static constexpr qsizetype kMaxTextLength = 4096; // of the filter line
    static constexpr qsizetype kMaxTerms = 32;

    LogFilter() = default; // empty: everything matches
    static Result<LogFilter> parse(const QString &text); // the error says what is wrong, and where

    bool isEmpty() const { return m_terms.empty(); }
    const QString &text() const { return m_text; }
    bool matches(const LogSnapshot &rows, quint64 number) const; // the row must be held

private:
    struct Term {
        enum class Kind { Literal, Expression, Topic, TopicPrefix, Publisher };
        Kind kind = Kind::Literal;
        ByteSearch needle{}; // for an expression: what every match contains; may be empty
        QRegularExpression expression{};
        QString topic{};
    };
    friend class LogFilterParser;
    static bool holds(const Term &term, const LogRecord::Texts &texts, const LogSnapshot &rows,
                      quint64 number);

    QString m_text{};
    std::vector<Term> m_terms{};
};

} // namespace parley::ui
