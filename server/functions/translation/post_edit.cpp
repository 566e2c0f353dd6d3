#include "server/functions/translation/post_edit.h"

#include <QSet>

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

bool isSentenceEnd(QChar c)
{
    return c == u'.' || c == u'!' || c == u'?' || c == u'…' || c == u'\n';
}

// Words that English writes with a capital anywhere.
bool isEnglishCapital(QStringView word)
{
    static const QSet<QString> kWords{
        u"I"_s,        u"Monday"_s,   u"Tuesday"_s,  u"Wednesday"_s, u"Thursday"_s,   u"Friday"_s,
        u"Saturday"_s, u"Sunday"_s,   u"January"_s,  u"February"_s,  u"March"_s,      u"April"_s,
        u"May"_s,      u"June"_s,     u"July"_s,     u"August"_s,    u"September"_s,  u"October"_s,
        u"November"_s, u"December"_s, u"English"_s,  u"Spanish"_s,   u"Portuguese"_s, u"French"_s,
        u"Italian"_s,  u"German"_s,   u"Japanese"_s, u"Christmas"_s};
    return kWords.contains(word.toString());
}

struct Word {
    qsizetype begin = 0;
    qsizetype end = 0;
    bool startsSentence = false;
};

QList<Word> wordsOf(const QString &text)
{
    QList<Word> words;
    bool startsSentence = true;
    for (qsizetype i = 0; i < text.size();) {
        if (!text.at(i).isLetterOrNumber()) {
            startsSentence = startsSentence || isSentenceEnd(text.at(i));
            ++i;
            continue;
        }
        qsizetype end = i;
        while (end < text.size() && text.at(end).isLetterOrNumber())
            ++end;
        words.append({i, end, startsSentence});
        startsSentence = false;
        i = end;
    }
    return words;
}

bool isCapitalised(const QString &text, const Word &word)
{
    return text.at(word.begin).isUpper();
}

bool isAllCapitals(const QString &text, const Word &word)
{
    for (qsizetype i = word.begin; i < word.end; ++i) {
        if (text.at(i).isLower())
            return false;
    }
    return word.end - word.begin > 1;
}

// Does the source put capitals anywhere but where a sentence begins?
bool hasInnerCapitals(const QString &source)
{
    const QList<Word> words = wordsOf(source);
    for (const Word &word : words) {
        const bool isPronoun = word.end - word.begin == 1 && source.at(word.begin) == u'I';
        if (isAllCapitals(source, word)
            || (!word.startsSentence && !isPronoun && isCapitalised(source, word)))
            return true;
    }
    return false;
}

void mendCase(const QString &source, QString &text, const QString &language)
{
    const QList<Word> sourceWords = wordsOf(source);
    const QList<Word> words = wordsOf(text);
    if (sourceWords.isEmpty() || words.isEmpty())
        return;
    if (isCapitalised(source, sourceWords.first())) {
        const qsizetype first = words.first().begin;
        text[first] = text.at(first).toUpper();
    }
    if (language == u"de" || hasInnerCapitals(source))
        return;
    const bool startsSmall = source.at(sourceWords.first().begin).isLower();
    for (const Word &word : words) {
        const bool mayBeLarge
            = word.startsSentence && !(startsSmall && word.begin == words.first().begin);
        const QStringView letters = QStringView(text).sliced(word.begin, word.end - word.begin);
        const bool belongs = language == u"en" && isEnglishCapital(letters);
        if (!mayBeLarge && !belongs && !isAllCapitals(text, word))
            text[word.begin] = text.at(word.begin).toLower();
    }
}

void mendSpaces(const QString &source, QString &text)
{
    if (!source.contains(u"  "_s)) {
        while (text.contains(u"  "_s))
            text.replace(u"  "_s, u" "_s);
    }
    if (!source.contains(u" ."_s) && !source.contains(u" ,"_s))
        text.replace(u" ."_s, u"."_s).replace(u" ,"_s, u","_s);
    qsizetype lead = 0;
    while (lead < source.size() && source.at(lead).isSpace())
        ++lead;
    qsizetype tail = source.size();
    while (tail > lead && source.at(tail - 1).isSpace())
        --tail;
    text = source.first(lead) + text.trimmed() + source.sliced(tail);
}

void openSpanish(QString &text, QChar closing, QChar opening)
{
    qsizetype from = 0;
    for (qsizetype at = text.indexOf(closing); at >= 0; at = text.indexOf(closing, from)) {
        qsizetype begin = at;
        while (begin > from && !isSentenceEnd(text.at(begin - 1)))
            --begin;
        while (begin < at && text.at(begin).isSpace())
            ++begin;
        const QStringView sentence = QStringView(text).sliced(begin, at - begin);
        const bool isOpen = sentence.contains(u'¿') || sentence.contains(u'¡');
        if (!sentence.isEmpty() && !isOpen) {
            text.insert(begin, opening);
            ++at;
        }
        from = at + 1;
    }
}

} // namespace

QString postEdited(const QString &source, QString translated, const QString &targetLanguage)
{
    mendSpaces(source, translated);
    mendCase(source, translated, targetLanguage);
    if (targetLanguage == u"es") {
        openSpanish(translated, u'?', u'¿');
        openSpanish(translated, u'!', u'¡');
    }
    return translated;
}

} // namespace parley::functions
