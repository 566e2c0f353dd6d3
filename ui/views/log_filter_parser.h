#pragma once

#include "ui/views/log_filter.h"

namespace parley::ui {

// Text of a filter line to LogFilter. Thread: any; used once.
class LogFilterParser
{
public:
    explicit LogFilterParser(const QString &text) : m_text(text) {}
    Result<LogFilter> parse();

private:
    void skipBlanks();
    bool startsWith(QLatin1String word) const;
    Result<LogFilter::Term> term();
    Result<LogFilter::Term> expression();
    Result<LogFilter::Term> literal(LogFilter::Term::Kind kind);
    Result<LogFilter::Term> topic();
    Result<QString> word(); // up to a blank, or in quotes
    Error problem(const char *what, qsizetype at) const;

    const QString &m_text;
    qsizetype m_at = 0;
};

} // namespace parley::ui
