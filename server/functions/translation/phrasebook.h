#pragma once

#include <optional>

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include "server/base/result.h"

namespace parley::functions {

// Whole phrases that people wrote down in several languages. Only an exact match counts, after
// case, spaces, quotes and the punctuation at the ends are taken off; that punctuation is then put
// on the answer as its language writes it ("hello!" becomes "¡Hola!"). Thread: any, once made.
//
// Format, UTF-8, one phrase a line, a tab between languages: the first line names them by BCP 47
// code; lines with # are comments. A cell may hold several spellings between " | ": the first is
// given out, all are understood. When two phrases share a spelling the first one wins.
class Phrasebook final
{
public:
    static constexpr qsizetype kMaxPhrases = 10'000;
    static constexpr qsizetype kMaxKeyLength = 200; // longer texts are no chat phrases

    Phrasebook() = default; // knows nothing
    static Result<Phrasebook> parse(const QString &tsv); // the Error names the line

    std::optional<QString> translate(const QString &text, const QString &source,
                                     const QString &target) const;
    bool hasLanguage(const QString &language) const { return m_columns.contains(language); }
    qsizetype size() const { return m_phrases.size(); }

private:
    std::string readLine(const QString &line); // "" or what is wrong

    QStringList m_columns; // languages
    QList<QStringList> m_phrases; // first spellings, by row and column
    QHash<QString, qsizetype> m_rows; // language + '\n' + key -> row
};

} // namespace parley::functions
