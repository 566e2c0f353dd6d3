#include "tests/system/secret_search.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace parley::test {

void SecretSearch::add(const QByteArray &secret)
{
    Q_ASSERT(secret.size() >= 16);
    m_secrets.append(secret);
}

void SecretSearch::look(const QString &place, const QByteArray &text)
{
    static const QRegularExpression looksLikeOne(
        u"prl_(live|tmp|ref)_[A-Za-z0-9_-]{30,}|whsec_[A-Za-z0-9+/]{30,}"_s);
    m_looked += text.isEmpty() ? 0 : 1;
    bool holds = looksLikeOne.match(QString::fromLatin1(text)).hasMatch();
    for (const QByteArray &secret : m_secrets)
        holds = holds || text.contains(secret);
    if (holds)
        m_found.append(place);
}

void SecretSearch::lookIntoFile(const QString &name)
{
    QFile file(name);
    if (file.open(QIODevice::ReadOnly))
        look(name, file.readAll());
    else
        m_found.append(name + u" cannot be read"_s);
}

void SecretSearch::lookIntoFolder(const QString &folder, const QStringList &but)
{
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        if (!but.contains(files.fileName()))
            lookIntoFile(files.filePath());
    }
}

bool SecretSearch::lookIntoProcess(qint64 pid)
{
    bool read = true;
    for (const auto &name : {u"cmdline"_s, u"environ"_s}) {
        QFile file(u"/proc/%1/%2"_s.arg(pid).arg(name));
        const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        read = read && !text.isEmpty();
        look(file.fileName(), text);
    }
    return read;
}

} // namespace parley::test
