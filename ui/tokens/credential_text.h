#pragma once

#include <QList>
#include <QString>
#include <QUrl>

#include "server/client/token_info.h"

// One token in the forms that programs want it in. Thread: any.
namespace parley::ui {

enum class CredentialForm { Environment, Curl, JavaScript, Python, Cpp, Momento };
inline constexpr CredentialForm kCredentialForms[]
    = {CredentialForm::Environment, CredentialForm::Curl, CredentialForm::JavaScript,
       CredentialForm::Python,      CredentialForm::Cpp,  CredentialForm::Momento};

QString formName(CredentialForm form);

//! Ready to run or to paste. Reads or publishes on the first topic that the token names, as it may.
//! In what a shell runs, the secret stands in no argument, because those are seen by everybody.
QString credentialText(CredentialForm form, const client::IssuedToken &issued, const QUrl &broker);

//! Momento's v1 credential: base64 of {"endpoint","api_key"}.
QByteArray momentoCredential(const QByteArray &secret, const QUrl &broker);

} // namespace parley::ui
