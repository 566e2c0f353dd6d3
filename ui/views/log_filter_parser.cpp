#include "ui/views/log_filter_parser.h"

#include "ui/views/required_literal.h"

namespace parley::ui {
namespace {

constexpr QLatin1String kTopic("topic:");
constexpr QLatin1String kPublisher("publisher:");

} // namespace

Result<LogFilter> LogFilterParser::parse()
{
    if (m_text.size() > LogFilter::kMaxTextLength)
        return problem("the filter is longer than 4096 characters", LogFilter::kMaxTextLength);
    LogFilter filter;
    filter.m_text = m_text;
    for (skipBlanks(); m_at < m_text.size(); skipBlanks()) {
        if (qsizetype(filter.m_terms.size()) == LogFilter::kMaxTerms)
            return problem("the filter has more than 32 terms", m_at);
        auto next = term();
        if (!next)
            return next.error();
        filter.m_terms.push_back(*next);
    }
    return filter;
}

void LogFilterParser::skipBlanks()
{
    while (m_at < m_text.size() && m_text[m_at].isSpace())
        ++m_at;
}

bool LogFilterParser::startsWith(QLatin1String word) const
{
    return QStringView(m_text).sliced(m_at).startsWith(word, Qt::CaseInsensitive);
}

Result<LogFilter::Term> LogFilterParser::term()
{
    if (m_text[m_at] == u'/')
        return expression();
    if (startsWith(kTopic)) {
        m_at += kTopic.size();
        return topic();
    }
    if (startsWith(kPublisher)) {
        m_at += kPublisher.size();
        return literal(LogFilter::Term::Kind::Publisher);
    }
    return literal(LogFilter::Term::Kind::Literal);
}

Result<LogFilter::Term> LogFilterParser::expression()
{
    const auto start = m_at++;
    QString pattern;
    while (m_at < m_text.size() && m_text[m_at] != u'/') {
        if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size())
            pattern += m_text[m_at++];
        pattern += m_text[m_at++];
    }
    if (m_at >= m_text.size())
        return problem("the regular expression has no closing /", start);
    ++m_at;
    auto sensitivity = Qt::CaseSensitive;
    if (m_at < m_text.size() && m_text[m_at] == u'i') {
        sensitivity = Qt::CaseInsensitive;
        ++m_at;
    }
    QRegularExpression expression(pattern, QRegularExpression::UseUnicodePropertiesOption);
    if (sensitivity == Qt::CaseInsensitive)
        expression.setPatternOptions(expression.patternOptions()
                                     | QRegularExpression::CaseInsensitiveOption);
    if (!expression.isValid())
        return problem(qUtf8Printable(expression.errorString()),
                       start + 1 + expression.patternErrorOffset());
    expression.optimize();
    const auto needle = requiredLiteral(pattern, sensitivity);
    return LogFilter::Term{LogFilter::Term::Kind::Expression,
                           ByteSearch(needle.toUtf8(), sensitivity),
                           expression,
                           {}};
}

Result<LogFilter::Term> LogFilterParser::literal(LogFilter::Term::Kind kind)
{
    const auto text = word();
    if (!text)
        return text.error();
    return LogFilter::Term{kind, ByteSearch(text->toUtf8(), Qt::CaseInsensitive), {}, {}};
}

Result<LogFilter::Term> LogFilterParser::topic()
{
    auto text = word();
    if (!text)
        return text.error();
    if (text->endsWith(u'*'))
        return LogFilter::Term{LogFilter::Term::Kind::TopicPrefix, {}, {}, text->chopped(1)};
    return LogFilter::Term{LogFilter::Term::Kind::Topic, {}, {}, *text};
}

Result<QString> LogFilterParser::word()
{
    const auto start = m_at;
    if (m_at < m_text.size() && m_text[m_at] == u'"') {
        const auto end = m_text.indexOf(u'"', m_at + 1);
        if (end < 0)
            return problem("the quotation mark has no partner", start);
        m_at = end + 1;
        return m_text.sliced(start + 1, end - start - 1);
    }
    while (m_at < m_text.size() && !m_text[m_at].isSpace())
        ++m_at;
    if (m_at == start)
        return problem("something is missing after the colon", start);
    return m_text.sliced(start, m_at - start);
}

Error LogFilterParser::problem(const char *what, qsizetype at) const
{
    return {ErrorCode::InvalidArgument,
            std::string(what) + " (at character " + std::to_string(at + 1) + ")"};
}

} // namespace parley::ui
