#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace parley::test {

// Looks for secrets where none may be: those that a test knows, and whatever looks like one.
// Thread: the test's.
class SecretSearch final
{
public:
    void add(const QByteArray &secret); // one that was issued; at least 16 bytes

    //! Remembers what \p text has of them; \p place says where it stood, never what.
    void look(const QString &place, const QByteArray &text);
    void lookIntoFile(const QString &file);
    //! All files below \p folder but those whose names are in \p but: they are made to hold one.
    void lookIntoFolder(const QString &folder, const QStringList &but);
    //! Its command line and its environment, while it lives. False when these cannot be read.
    [[nodiscard]] bool lookIntoProcess(qint64 pid);

    const QStringList &found() const { return m_found; } // places
    int looked() const { return m_looked; } // at so many texts that were not empty

private:
    QList<QByteArray> m_secrets{};
    QStringList m_found{};
    int m_looked = 0;
};

} // namespace parley::test
