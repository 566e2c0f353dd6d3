#include "ui/webhooks/sample_book.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

namespace parley::ui {
namespace {

QString sampleWords(const char *text)
{
    return QCoreApplication::translate("SampleBook", text);
}

QList<Sample> givenSamples()
{
    return {{sampleWords("A line of text"), QStringLiteral("hello"), false},
            {sampleWords("An order, JSON"),
             QStringLiteral("{\n  \"kind\": \"order\",\n  \"id\": 1204,\n  \"customer\": "
                            "{ \"id\": 7, \"city\": \"Osaka\" },\n  \"total\": 38.5\n}"),
             false},
            {sampleWords("A chat message, JSON"),
             QStringLiteral("{\"v\":1,\"id\":\"01J0000000000000000000TEST\",\"kind\":\"message\","
                            "\"lang\":\"es\",\"text\":\"¿Vienes a las siete?\"}"),
             false},
            {sampleWords("Letters of many scripts"),
             QStringLiteral("こんにちは 🌸 مرحبا \"quoted\" \\ 👩‍👩‍👧"),
             false},
            {sampleWords("Nothing at all"), QString(), false}};
}

} // namespace

SampleBook::SampleBook(const QString &file) : m_kept(file, QStringLiteral("webhookSamples"))
{
    for (const auto &entry : m_kept.read())
        if (m_own.size() < kMostOwn)
            m_own.append({entry[QLatin1String("name")].toString(),
                          entry[QLatin1String("text")].toString(), true});
}

void SampleBook::write() const
{
    QJsonArray entries;
    for (const auto &sample : m_own)
        entries.append(QJsonObject{{QStringLiteral("name"), sample.name},
                                   {QStringLiteral("text"), sample.text}});
    m_kept.write(entries);
}

QList<Sample> SampleBook::samples() const
{
    return givenSamples() + m_own;
}

QString SampleBook::keep(const QString &name, const QString &text)
{
    const auto wanted = name.trimmed().left(60);
    if (wanted.isEmpty())
        return sampleWords("Give it a name.");
    if (text.toUtf8().size() > kMostBytes)
        return sampleWords("It is too long to be kept: at most 64 KiB.");
    for (const auto &given : givenSamples())
        if (given.name == wanted)
            return sampleWords("There is one of this name that is always there.");
    for (auto &sample : m_own)
        if (sample.name == wanted) {
            sample.text = text;
            write();
            return {};
        }
    if (m_own.size() >= kMostOwn)
        return sampleWords("There are 50 kept already: forget one first.");
    m_own.append({wanted, text, true});
    write();
    return {};
}

void SampleBook::forget(const QString &name)
{
    m_own.removeIf([&](const Sample &sample) { return sample.name == name; });
    write();
}

} // namespace parley::ui
