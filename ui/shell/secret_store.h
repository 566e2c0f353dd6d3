#pragma once

#include <functional>

#include <QByteArray>
#include <QString>

namespace parley::ui {

// Where the window's secrets are kept between its runs; the program knows how. Names are of the
// window's making: "profile-" and a profile's id. Thread: GUI; answers come later, on it.
class SecretStore
{
public:
    //! Empty: none is kept under that name, or it cannot be had now.
    using Found = std::function<void(const QByteArray &secret)>;
    //! What became of it, a sentence: "It is kept in the keyring."
    using Kept = std::function<void(const QString &where)>;

    virtual void find(const QString &name, Found found) = 0;
    virtual void keep(const QString &name, const QByteArray &secret, Kept kept) = 0;
    virtual void forget(const QString &name) = 0;
    virtual QString place() const = 0; // where it keeps them now, a sentence

protected:
    ~SecretStore() = default; // never deleted through this interface
};

} // namespace parley::ui
