#include "ui/views/log_filter.h"

#include "ui/views/log_filter_parser.h"
#include "ui/views/log_record.h"

namespace parley::ui {

Result<LogFilter> LogFilter::parse(const QString &text)
{
    return LogFilterParser(text).parse();
}

bool LogFilter::matches(const LogSnapshot &rows, quint64 number) const
{
    const auto texts = LogRecord::texts(rows.record(number));
    if (texts.kind != LogRowKind::Message)
        return true;
    for (const auto &term : m_terms) {
        if (!holds(term, texts, rows, number))
            return false;
    }
    return true;
}

bool LogFilter::holds(const Term &term, const LogRecord::Texts &texts, const LogSnapshot &rows,
                      quint64 number)
{
    switch (term.kind) {
    case Term::Kind::Literal:
        return term.needle.foundIn(texts.payload) || term.needle.foundIn(texts.publisherId);
    case Term::Kind::Publisher: return term.needle.foundIn(texts.publisherId);
    case Term::Kind::Expression:
        return !texts.binary && term.needle.foundIn(texts.payload)
            && term.expression.match(QString::fromUtf8(texts.payload)).hasMatch();
    case Term::Kind::Topic:
    case Term::Kind::TopicPrefix: break;
    }
    const auto *source = rows.source(rows.entry(number).source);
    const QString topic = source ? source->topic : rows.row(number)->topic;
    return term.kind == Term::Kind::Topic ? topic == term.topic : topic.startsWith(term.topic);
}

} // namespace parley::ui
