#pragma once

#include <functional>

#include <QByteArray>
#include <QString>

namespace parley::ui {

// Where the program keeps secrets, as the window sees it. Implemented by app/. Thread: GUI; answers
// come later, once, on that thread. A name is ASCII, such as "profile-" and a profile's id.
class SecretStore
{
public:
    enum class Place {
        Looking, // for a keyring; what is asked meanwhile is answered afterwards
        Keyring, // the desktop's
        File, // encrypted with a passphrase
        Locked, // that file, before the passphrase was given
        Session, // memory: gone with the program
    };
    using Done
        = std::function<void(const QString &problem)>; // a sentence for people; "": it worked
    using Read = std::function<void(const QByteArray &secret, const QString &problem)>;

    virtual Place place() const = 0;
    virtual QString placeText() const = 0; // where, in a sentence for people
    //! There is no keyring, and nobody said yet what to do instead.
    virtual bool wantsChoice() const = 0;

    //! An empty secret without a problem: none is kept under that name.
    virtual void read(const QString &name, Read done) = 0;
    virtual void write(const QString &name, const QByteArray &secret, Done done) = 0;
    virtual void remove(const QString &name, Done done) = 0; // also when there is none

    //! What was decided is remembered, the secrets are not.
    virtual void keepForSession() = 0;
    //! Makes the file, with what this session has so far, or opens the one that is there.
    virtual void useFile(const QString &passphrase, Done done) = 0;

protected:
    ~SecretStore() = default; // never deleted through this interface
};

} // namespace parley::ui
