#pragma once

#include "server/client/token_info.h"
#include "ui/common/page.h"
#include "ui/common/rotation_dialog.h"

namespace parley::ui {

// A new secret for an API key. Thread: GUI.
class RotateDialog final : public RotationDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RotateDialog)

public:
    RotateDialog(const PageContext &context, const client::TokenInfo &token, QWidget *parent);

Q_SIGNALS:
    void tokenRotated();

private:
    void addQuestion();
    void rotate() override;
    void showIssued(const client::IssuedToken &issued);

    PageContext m_context;
    client::TokenInfo m_token;
};

} // namespace parley::ui
