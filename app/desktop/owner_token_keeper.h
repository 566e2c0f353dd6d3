#pragma once

#include <functional>

#include <QByteArray>
#include <QObject>
#include <QString>

namespace parley::app {

// Keeps the owner's token in the desktop's keyring. Where there is none it is kept for this session
// only, and the window says so: never in a plain file. Thread: GUI; answers come later.
class OwnerTokenKeeper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OwnerTokenKeeper)

public:
    using Read = std::function<void(const QByteArray &token)>; // empty: none kept
    using Kept = std::function<void(const QString &state)>; // a sentence for people

    //! \param profile what the token opens: the data directory.
    OwnerTokenKeeper(const QString &profile, QObject *parent);

    void read(Read done);
    //! Writes it and reads it back: a keyring that is locked or missing may say yes to the write.
    void keep(const QByteArray &token, Kept done);

private:
    void check(const QByteArray &token, Kept done);

    QString m_key;
};

} // namespace parley::app
