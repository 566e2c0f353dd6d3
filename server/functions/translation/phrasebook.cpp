#include "server/functions/translation/phrasebook.h"

#include "server/functions/text/language_detector.h"

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

enum class Ending { None, Period, Exclaim, Question, Ellipsis };

constexpr QStringView kPeriods = u".。．";
constexpr QStringView kExclaims = u"!！";
constexpr QStringView kQuestions = u"?？";
constexpr QStringView kEllipses = u"…";

bool isEndPunctuation(QChar c)
{
    return c.isSpace() || kPeriods.contains(c) || kExclaims.contains(c) || kQuestions.contains(c)
        || kEllipses.contains(c);
}

struct Parts {
    QString base{}; // without the punctuation around it
    Ending ending = Ending::None;
};

Ending endingOf(QStringView punctuation)
{
    int periods = 0;
    Ending ending = Ending::None;
    for (const QChar c : punctuation) {
        if (kQuestions.contains(c))
            return Ending::Question;
        if (kExclaims.contains(c))
            ending = Ending::Exclaim;
        else if (kEllipses.contains(c))
            periods += 3;
        else if (kPeriods.contains(c))
            ++periods;
    }
    if (ending == Ending::Exclaim || periods == 0)
        return ending;
    return periods > 1 ? Ending::Ellipsis : Ending::Period;
}

Parts split(const QString &text)
{
    const QString trimmed = text.trimmed();
    qsizetype end = trimmed.size();
    while (end > 0 && isEndPunctuation(trimmed.at(end - 1)))
        --end;
    qsizetype begin = 0;
    while (begin < end && (trimmed.at(begin) == u'¿' || trimmed.at(begin) == u'¡'))
        ++begin;
    return {trimmed.sliced(begin, end - begin), endingOf(QStringView(trimmed).sliced(end))};
}

// What two spellings of one phrase have in common.
QString keyOf(const QString &base)
{
    QString key = base.normalized(QString::NormalizationForm_KC).toCaseFolded().simplified();
    key.replace(u'’', u'\'');
    key.remove(u'¿');
    key.remove(u'¡');
    return key;
}

QString decorated(const QString &base, Ending ending, const QString &language)
{
    const bool isWide = language == u"ja" || language == u"zh";
    const QString space = language == u"fr" ? QString(QChar::Nbsp) : QString();
    const bool opens = language == u"es" && !base.contains(u'¿') && !base.contains(u'¡');
    switch (ending) {
    case Ending::Question:
        return (opens ? u"¿"_s : QString()) + base + space + (isWide ? u"？"_s : u"?"_s);
    case Ending::Exclaim:
        return (opens ? u"¡"_s : QString()) + base + space + (isWide ? u"！"_s : u"!"_s);
    case Ending::Period: return base + (isWide ? u"。"_s : u"."_s);
    case Ending::Ellipsis: return base + u"…"_s;
    case Ending::None: break;
    }
    return base;
}

} // namespace

Result<Phrasebook> Phrasebook::parse(const QString &tsv)
{
    Phrasebook book;
    const QStringList lines = tsv.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const std::string problem = book.readLine(lines.at(i));
        if (!problem.empty())
            return Error{ErrorCode::InvalidArgument,
                         "phrasebook, line " + std::to_string(i + 1) + ": " + problem};
    }
    if (book.m_columns.isEmpty())
        return Error{ErrorCode::InvalidArgument, "phrasebook: no line names the languages"};
    return book;
}

std::string Phrasebook::readLine(const QString &line)
{
    if (line.trimmed().isEmpty() || line.startsWith(u'#'))
        return {};
    const QStringList cells = line.split(u'\t');
    if (m_columns.isEmpty()) {
        for (const QString &cell : cells) {
            if (knownLanguage(cell.toStdString()).empty())
                return "unknown language";
        }
        m_columns = cells;
        return {};
    }
    if (cells.size() != m_columns.size())
        return "needs a cell for each language";
    if (m_phrases.size() == kMaxPhrases)
        return "more than 10,000 phrases";
    QStringList first;
    for (qsizetype column = 0; column < cells.size(); ++column) {
        const QStringList spellings = cells.at(column).split(u" | "_s);
        for (const QString &spelling : spellings) {
            const QString key = keyOf(split(spelling).base);
            if (key.isEmpty() || key.size() > kMaxKeyLength)
                return "a cell is empty or too long";
            if (const QString place = m_columns.at(column) + u'\n' + key; !m_rows.contains(place))
                m_rows.insert(place, m_phrases.size());
        }
        first.append(spellings.first().trimmed());
    }
    m_phrases.append(first);
    return {};
}

std::optional<QString> Phrasebook::translate(const QString &text, const QString &source,
                                             const QString &target) const
{
    const qsizetype column = m_columns.indexOf(target);
    if (column < 0 || text.size() > kMaxKeyLength)
        return std::nullopt;
    const Parts asked = split(text);
    const auto row = m_rows.constFind(source + u'\n' + keyOf(asked.base));
    if (row == m_rows.cend())
        return std::nullopt;
    const Parts answer = split(m_phrases.at(*row).at(column));
    const bool keepsOwn = answer.ending == Ending::Question || asked.ending == Ending::None;
    return decorated(answer.base, keepsOwn ? answer.ending : asked.ending, target);
}

} // namespace parley::functions
