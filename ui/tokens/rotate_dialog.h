#pragma once

#include <QDialog>

#include "server/client/token_info.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QStackedWidget;

namespace parley::ui {

// A new secret for an API key: for how long the old one still works, then the new one, once.
// Thread: GUI.
class RotateDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RotateDialog)

public:
    RotateDialog(const PageContext &context, const client::TokenInfo &token, QWidget *parent);

Q_SIGNALS:
    void tokenRotated();

private:
    QWidget *makeQuestion();
    void rotate();
    void showSecret(const client::IssuedToken &issued);

    PageContext m_context;
    client::TokenInfo m_token;
    QStackedWidget *m_steps = nullptr;
    QComboBox *m_overlap = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace parley::ui
